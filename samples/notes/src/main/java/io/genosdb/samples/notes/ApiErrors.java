package io.genosdb.samples.notes;

import io.genosdb.graph.LimitExceededException;
import io.genosdb.guard.ForgedEntryException;
import io.genosdb.guard.NotPermittedException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every refusal says what was wrong, as problem details (RFC 9457). Who may not do what is said by the database. */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    @ExceptionHandler({
        NotPermittedException.class,
        ForgedEntryException.class,
        PermissionDeniedDataAccessException.class
    })
    ProblemDetail notPermitted(RuntimeException e) {
        return problem(HttpStatus.FORBIDDEN, "Not permitted", e);
    }

    @ExceptionHandler({
        IllegalArgumentException.class,
        LimitExceededException.class,
        DataIntegrityViolationException.class
    })
    ProblemDetail refused(RuntimeException e) {
        return problem(HttpStatus.BAD_REQUEST, "Refused", e);
    }

    @ExceptionHandler(DataAccessResourceFailureException.class)
    ProblemDetail unavailable(DataAccessResourceFailureException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "Not available now", e);
    }

    private static ProblemDetail problem(HttpStatus status, String title, RuntimeException e) {
        var problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(title);
        return problem;
    }
}
