package io.genosdb.room;

/**
 * Something could not be done in a room. The message says what, and what to do.
 *
 * @since 0.1
 */
public final class RoomException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was wrong, where, and what to do
     */
    public RoomException(String message) {
        super(message);
    }
}
