package io.genosdb.spring.boot.autoconfigure.relay;

/** The application is to be a relay, and a library for that is not there. */
final class MissingRelayLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String dependency;

    MissingRelayLibraryException(String library, String dependency) {
        super("genosdb.relay.embedded.enabled is true, and " + library + " is not on the class path.");
        this.dependency = dependency;
    }

    /** What brings the library along. */
    String dependency() {
        return dependency;
    }
}
