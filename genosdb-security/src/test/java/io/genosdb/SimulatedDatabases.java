package io.genosdb;

import java.util.concurrent.ScheduledExecutorService;

/** Opens databases that start no threads. */
public final class SimulatedDatabases {

    private SimulatedDatabases() {}

    /** Opens a database whose tasks, of every kind, an executor runs that the test has in its hand. */
    public static GenosDatabase open(DatabaseBuilder builder, ScheduledExecutorService executor) {
        return builder.localSync(false)
                .threads(name -> new DatabaseThreads(name, executor, executor, executor, executor))
                .open();
    }
}
