package io.genosdb.spring.boot.autoconfigure.data.planets;

import io.genosdb.spring.repository.GenosRepository;
import java.util.Optional;

/** A repository in the packages of a test's application. */
public interface Planets extends GenosRepository<Planet, String> {

    Optional<Planet> findByName(String name);
}
