package io.genosdb.samples.quickstart;

import io.genosdb.query.InvalidQueryException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every refusal says what was wrong, as problem details (RFC 9457). */
@RestControllerAdvice
class ApiErrors extends ResponseEntityExceptionHandler {

    @ExceptionHandler({InvalidQueryException.class, InvalidDataAccessResourceUsageException.class})
    ProblemDetail invalidQuery(RuntimeException e) {
        return problem(HttpStatus.BAD_REQUEST, "Invalid query", e);
    }

    @ExceptionHandler({DataIntegrityViolationException.class, IllegalArgumentException.class})
    ProblemDetail refused(RuntimeException e) {
        return problem(HttpStatus.BAD_REQUEST, "Refused", e);
    }

    @ExceptionHandler(TaskNotFoundException.class)
    ProblemDetail notFound(TaskNotFoundException e) {
        return problem(HttpStatus.NOT_FOUND, "No such task", e);
    }

    @ExceptionHandler(DependencyCycleException.class)
    ProblemDetail cycle(DependencyCycleException e) {
        return problem(HttpStatus.CONFLICT, "Dependency cycle", e);
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

    /** The first complaint about each field, under the field's name, where the page looks for it. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var errors = new LinkedHashMap<String, String>();
        for (var error : e.getBindingResult().getFieldErrors()) {
            errors.putIfAbsent(error.getField().replaceAll("\\[.*", ""), String.valueOf(error.getDefaultMessage()));
        }
        var problem = ProblemDetail.forStatusAndDetail(status, String.join(" ", errors.values()));
        problem.setTitle("Invalid input");
        problem.setProperty("errors", errors);
        return handleExceptionInternal(e, problem, headers, status, request);
    }
}
