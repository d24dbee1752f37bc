package io.genosdb.samples.notes;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Notes. Start it and open http://localhost:8080.
 *
 * @since 0.1
 */
@SpringBootApplication
public class NotesApplication {

    /**
     * Starts the application.
     *
     * @param args settings such as {@code --server.port=8081}
     */
    public static void main(String[] args) {
        SpringApplication.run(NotesApplication.class, args);
    }
}
