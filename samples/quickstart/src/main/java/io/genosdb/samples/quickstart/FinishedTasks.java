package io.genosdb.samples.quickstart;

import io.genosdb.live.Action;
import io.genosdb.spring.listener.GenosListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Counts the tasks that come into the last column while the application runs, whoever moves them. */
@Component
class FinishedTasks {

    private final AtomicInteger count = new AtomicInteger();

    @GenosListener(query = "{ type: 'task', status: 'done' }", actions = Action.ADDED)
    void finished(Task task) {
        count.incrementAndGet();
    }

    int count() {
        return count.get();
    }
}
