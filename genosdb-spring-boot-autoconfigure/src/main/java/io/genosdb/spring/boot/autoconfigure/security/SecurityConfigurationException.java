package io.genosdb.spring.boot.autoconfigure.security;

import org.jspecify.annotations.Nullable;

/** Properties of security do not say enough, or contradict each other. Its message repeats no value of a property. */
final class SecurityConfigurationException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * Makes the exception.
     *
     * @param problem what is wrong
     * @param action what to do about it
     */
    SecurityConfigurationException(String problem, String action) {
        this(problem, action, null);
    }

    SecurityConfigurationException(String problem, String action, @Nullable Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
