package io.genosdb.spring.boot.autoconfigure.data.planets;

import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.mapping.Indexed;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** An entity in the packages of a test's application. */
@GenosNode
public record Planet(@Nullable @Id String id, @Indexed String name) {}
