package io.genosdb.samples.quickstart;

/** A task that is not on the board, perhaps not any more. */
final class TaskNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskNotFoundException(String id) {
        super("There is no task " + id + "; somebody may have deleted it.");
    }
}
