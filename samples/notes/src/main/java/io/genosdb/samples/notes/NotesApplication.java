package io.genosdb.samples.notes;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * Notes. Start it and open http://localhost:8080.
 *
 * @since 0.1
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // Nobody has a password here.
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
