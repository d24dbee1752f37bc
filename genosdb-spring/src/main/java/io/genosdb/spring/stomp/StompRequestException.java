package io.genosdb.spring.stomp;

import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, with what its sender is told. Nothing was changed.
 *
 * @since 0.1
 */
public final class StompRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final StompErrorCode code;
    private final @Nullable String place;

    /**
     * Makes the exception.
     *
     * @param code what kind of error it is
     * @param place the header, or the path in the body or the query, that is wrong; {@code null} where there is none
     * @param message what is wrong and what to do, for the sender
     */
    public StompRequestException(StompErrorCode code, @Nullable String place, String message) {
        this(code, place, message, null);
    }

    StompRequestException(StompErrorCode code, @Nullable String place, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.place = place;
    }

    /**
     * What kind of error it is.
     *
     * @return the code
     */
    public StompErrorCode code() {
        return code;
    }

    /**
     * What is wrong.
     *
     * @return a header, or a path in the body or the query; {@code null} where there is none
     */
    public @Nullable String place() {
        return place;
    }
}
