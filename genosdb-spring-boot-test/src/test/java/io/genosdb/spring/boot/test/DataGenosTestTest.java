package io.genosdb.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.storage.StorageType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.servlet.DispatcherServlet;

@DataGenosTest(
        properties = {
            "genosdb.storage.directory=target/must-not-be-made",
            "genosdb.databases.orders.storage.type=mvstore",
            "genosdb.databases.orders.storage.directory=target/must-not-be-made-either"
        })
class DataGenosTestTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private GenosTemplate template;

    record Note(String title) {}

    @Test
    void bringsTheTemplate() {
        String id = template.put(new Note("test"));

        assertThat(template.get(id, Note.class)).contains(new Note("test"));
    }

    @Test
    void bringsRepositories(@Autowired Tasks tasks) {
        var saved = tasks.save(new Task(null, "test", false));

        assertThat(tasks.findByDoneFalse()).contains(saved);
    }

    @Test
    void keepsEveryDatabaseInMemory() {
        assertThat(context.getBean(GenosTemplates.class).names()).containsExactly("default", "orders");
        assertThat(context.getBean(GenosDatabases.class).asMap().values())
                .extracting(database -> database.status().storage().engine())
                .containsOnly(StorageType.MEMORY);
        assertThat(List.of(Path.of("target/must-not-be-made"), Path.of("target/must-not-be-made-either")))
                .allSatisfy(directory -> assertThat(directory).doesNotExist());
    }

    @Test
    void leavesOutTheRestOfTheApplication() {
        assertThat(context.getBeansOfType(TestedComponents.SomeService.class)).isEmpty();
        assertThat(context.getBeansOfType(TestedComponents.SomeComponent.class)).isEmpty();
        assertThat(context.getBeansOfType(TestedComponents.SomeController.class))
                .isEmpty();
        assertThat(context.getBeansOfType(DispatcherServlet.class)).isEmpty();
        assertThat(context.getBeansOfType(HttpMessageConverter.class)).isEmpty();
        assertThat(context.getBeansOfType(GenosDatabase.class)).isNotEmpty();
    }
}
