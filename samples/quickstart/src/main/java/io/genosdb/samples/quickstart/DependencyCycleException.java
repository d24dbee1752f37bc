package io.genosdb.samples.quickstart;

/** Tasks that would wait for each other. */
final class DependencyCycleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DependencyCycleException(String message) {
        super(message);
    }
}
