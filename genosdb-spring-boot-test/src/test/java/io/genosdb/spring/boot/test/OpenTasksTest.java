package io.genosdb.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

// tag: testing-slice
@DataGenosTest
class OpenTasksTest {

    @Autowired
    private Tasks tasks;

    @BeforeEach
    void beginEmpty() {
        tasks.deleteAll();
    }

    @Test
    void findsWhatIsOpen() {
        tasks.save(new Task(null, "test", false));
        tasks.save(new Task(null, "write", true));

        assertThat(tasks.findByDoneFalse()).extracting(Task::title).containsExactly("test");
    }
}
// end: testing-slice
