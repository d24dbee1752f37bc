package io.genosdb.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** Runs tasks when the test says so. */
final class ManualExecutor implements Executor {

    private final List<Runnable> tasks = new ArrayList<>();
    private boolean rejecting;

    /** Turns as a pool would take them, without lingering. */
    TurnQueue workers() {
        return new TurnQueue(this, () -> {});
    }

    /** Turns that this executor runs one by one, in whatever order the test says. */
    TurnQueue turns() {
        return new TurnQueue(this, () -> {}) {
            @Override
            public void execute(Runnable turn) {
                ManualExecutor.this.execute(turn);
            }
        };
    }

    @Override
    public void execute(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException("the test wants it so");
        }
        tasks.add(task);
    }

    void reject(boolean on) {
        rejecting = on;
    }

    int size() {
        return tasks.size();
    }

    /** Runs the tasks in order, and those that they add, until there are none. */
    void drain() {
        var queue = new ArrayDeque<>(tasks);
        tasks.clear();
        while (!queue.isEmpty()) {
            queue.remove().run();
            queue.addAll(tasks);
            tasks.clear();
        }
    }

    /** Runs the next tasks, at most so many. */
    void run(int count) {
        for (int i = 0; i < count && !tasks.isEmpty(); i++) {
            tasks.remove(0).run();
        }
    }

    /** Runs some tasks in a random order, as threads of a pool might. */
    void runSome(RandomGenerator random) {
        for (int i = random.nextInt(tasks.size() + 2); i > 0 && !tasks.isEmpty(); i--) {
            tasks.remove(random.nextInt(tasks.size())).run();
        }
    }
}
