package io.genosdb.samples.catalog;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The catalogue of a music store. Start it and open http://localhost:8080.
 *
 * @since 0.1
 */
@SpringBootApplication
public class CatalogApplication {

    /**
     * Starts the application.
     *
     * @param args settings such as {@code --server.port=8081 --genosdb.storage.directory=other}
     */
    public static void main(String[] args) {
        SpringApplication.run(CatalogApplication.class, args);
    }
}
