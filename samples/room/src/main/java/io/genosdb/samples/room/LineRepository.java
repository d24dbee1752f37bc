package io.genosdb.samples.room;

import io.genosdb.spring.repository.GenosRepository;
import java.util.List;

/** What was said. */
interface LineRepository extends GenosRepository<Line, String> {

    List<Line> findTop50ByOrderByAtDesc();
}
