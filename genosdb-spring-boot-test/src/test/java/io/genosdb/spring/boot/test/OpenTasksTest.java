package io.genosdb.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

// tag: testing-slice
@DataGenosTest
class OpenTasksTest {

    @Autowired
    private GenosTemplate template;

    @BeforeEach
    void beginEmpty() {
        template.clear();
    }

    @Test
    void findsWhatIsOpen() {
        template.put(Map.of("title", "test", "done", false), "a");
        template.put(Map.of("title", "write", "done", true), "b");

        assertThat(template.map(Query.filter("{ done: false }")))
                .singleElement()
                .satisfies(node -> assertThat(node.id()).isEqualTo("a"));
    }
}
// end: testing-slice
