package io.genosdb.spring.boot.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Node;
import io.genosdb.live.Action;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.listener.GenosListener;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.config.EnableGenosRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.annotation.Id;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/** The first page of the guide, as an application. */
class GettingStartedTest {

    // tag: getting-started-entity
    @GenosNode(type = "task")
    record Task(
            @Id @Nullable String id, String title, @Indexed boolean done) {}

    interface Tasks extends GenosRepository<Task, String> {

        List<Task> findByDoneFalseOrderByTitle();
    }
    // end: getting-started-entity

    // tag: getting-started-service
    @Service
    static class TaskList {

        private final Tasks tasks;

        TaskList(Tasks tasks) {
            this.tasks = tasks;
        }

        Task add(String title) {
            return tasks.save(new Task(null, title, false));
        }

        Task finish(Task task) {
            return tasks.save(new Task(task.id(), task.title(), true));
        }

        List<Task> open() {
            return tasks.findByDoneFalseOrderByTitle();
        }
    }
    // end: getting-started-service

    // tag: getting-started-listener
    @Component
    static class Congratulations {

        private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        @GenosListener(query = "{ type: 'task', done: true }", actions = Action.ADDED)
        void finished(Task task) {
            sent.add("Well done: " + task.title());
        }

        String next() throws InterruptedException {
            return sent.take();
        }
    }
    // end: getting-started-listener

    @EnableAutoConfiguration
    @EnableGenosRepositories(considerNestedRepositories = true)
    @EntityScan(basePackageClasses = GettingStartedTest.class)
    @Import(Congratulations.class)
    static class Application {}

    @Test
    void worksAsTheGuideSays(@TempDir Path directory) throws Exception {
        String[] settings = {
            "--spring.config.location=classpath:guide/getting-started.yaml",
            "--genosdb.storage.directory=" + directory,
            "--spring.main.web-application-type=none",
            "--spring.main.banner-mode=off"
        };
        try (var context = SpringApplication.run(Application.class, settings)) {
            assertThat(context.getBean(GenosDatabase.class).name()).isEqualTo("tasks");
            var list = new TaskList(context.getBean(Tasks.class));
            Task washing = list.add("Wash");
            list.add("Cook");
            assertThat(list.open()).extracting(Task::title).containsExactly("Cook", "Wash");

            list.finish(washing);

            assertThat(list.open()).extracting(Task::title).containsExactly("Cook");
            assertThat(context.getBean(Congratulations.class).next()).isEqualTo("Well done: Wash");
            template(context.getBean(GenosTemplate.class));
        }
        try (var context = SpringApplication.run(Application.class, settings)) {
            assertThat(context.getBean(Tasks.class).count()).isEqualTo(2);
        }
    }

    private static void template(GenosTemplate genos) {
        // tag: getting-started-template
        String id = genos.put(Map.of("type", "note", "text", "hello"));
        List<Node> notes = genos.map(Query.where("type").is("note").toQuery());
        // end: getting-started-template
        assertThat(notes).extracting(Node::id).containsExactly(Objects.requireNonNull(id));
    }
}
