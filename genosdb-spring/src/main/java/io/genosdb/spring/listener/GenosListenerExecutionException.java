package io.genosdb.spring.listener;

import org.springframework.core.NestedRuntimeException;

/**
 * A {@link GenosListener} failed on an event, or a {@link GenosChannelListener} on a message. The cause is what its method has thrown.
 *
 * @since 0.1
 */
public final class GenosListenerExecutionException extends NestedRuntimeException {

    private static final long serialVersionUID = 1L;

    private final String listenerId;

    /**
     * Makes the exception.
     *
     * @param listenerId the identifier of the listener
     * @param message which listener failed on what, without values
     * @param cause what was thrown
     */
    public GenosListenerExecutionException(String listenerId, String message, Throwable cause) {
        super(message, cause);
        this.listenerId = listenerId;
    }

    /**
     * The identifier of the listener.
     *
     * @return the identifier
     */
    public String getListenerId() {
        return listenerId;
    }
}
