package io.genosdb.samples.quickstart;

/** No room for another live stream. */
final class TooManyStreamsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyStreamsException(String message) {
        super(message);
    }
}
