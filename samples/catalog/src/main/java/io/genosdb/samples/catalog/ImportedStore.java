package io.genosdb.samples.catalog;

import io.genosdb.spring.mapping.GenosNode;
import java.time.Instant;
import org.springframework.data.annotation.Id;

/**
 * Tells that a store was imported to its end, so that nothing that was removed since comes back.
 *
 * @param id which store
 * @param finished when
 * @param records how many entities it gave
 */
@GenosNode(type = "imported-store")
record ImportedStore(@Id String id, Instant finished, int records) {}
