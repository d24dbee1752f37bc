package io.genosdb.spring.boot.test;

import io.genosdb.spring.repository.GenosRepository;
import java.util.List;

interface Tasks extends GenosRepository<Task, String> {

    List<Task> findByDoneFalse();
}
