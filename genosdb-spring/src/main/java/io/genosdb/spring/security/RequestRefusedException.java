package io.genosdb.spring.security;

import org.springframework.http.HttpStatus;

/** A request that is answered by an error; the message is for its sender. */
final class RequestRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;

    RequestRefusedException(HttpStatus status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }
}
