package io.genosdb.spring.convert;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * An object that cannot become the value of a node, or a value that does not fit the type asked for.
 *
 * @since 0.1
 */
public final class GenosConversionException extends TypeMismatchDataAccessException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what does not fit, and where
     * @param cause the complaint of the library that converts, if it was its complaint
     */
    public GenosConversionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
