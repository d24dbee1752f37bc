package io.genosdb.samples.catalog;

import io.genosdb.query.InvalidQueryException;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
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

    @ExceptionHandler(NotInCatalogException.class)
    ProblemDetail notFound(NotInCatalogException e) {
        return problem(HttpStatus.NOT_FOUND, "Not in the catalogue", e);
    }

    @ExceptionHandler(OptimisticLockingFailureException.class)
    ProblemDetail conflict(OptimisticLockingFailureException e) {
        var problem = problem(HttpStatus.CONFLICT, "Changed meanwhile", e);
        problem.setDetail("Somebody else changed it in the meantime. Look at it again, then repeat your change.");
        return problem;
    }

    @ExceptionHandler(DataAccessResourceFailureException.class)
    ProblemDetail unavailable(RuntimeException e) {
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

    /** What is wrong with the parameters of a request. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = e.getParameterValidationResults().stream()
                .flatMap(parameter -> parameter.getResolvableErrors().stream()
                        .map(error ->
                                parameter.getMethodParameter().getParameterName() + ": " + error.getDefaultMessage()))
                .collect(Collectors.joining("; "));
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle("Invalid input");
        return handleExceptionInternal(e, problem, headers, status, request);
    }
}
