package io.genosdb.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The task board. Start it and open http://localhost:8080 in two windows.
 *
 * @since 0.1
 */
@SpringBootApplication
public class QuickstartApplication {

    /**
     * Starts the application.
     *
     * @param args settings such as {@code --server.port=8081 --genosdb.storage.directory=other}
     */
    public static void main(String[] args) {
        SpringApplication.run(QuickstartApplication.class, args);
    }
}
