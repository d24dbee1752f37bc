package io.genosdb.samples.room;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A room for pages and this application. Start it and open http://localhost:8080 in two windows.
 *
 * @since 0.1
 */
@SpringBootApplication
@EnableScheduling
public class RoomApplication {

    /**
     * Starts the application.
     *
     * @param args settings such as {@code --server.port=8081 --genosdb.rtc.password=hush}
     */
    public static void main(String[] args) {
        SpringApplication.run(RoomApplication.class, args);
    }
}
