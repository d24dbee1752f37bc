package io.genosdb.samples.quickstart;

import io.genosdb.spring.repository.GenosRepository;
import java.util.List;

/** The tasks of the board. */
interface Tasks extends GenosRepository<Task, String> {

    List<Task> findByStatusOrderByPosition(TaskStatus status);
}
