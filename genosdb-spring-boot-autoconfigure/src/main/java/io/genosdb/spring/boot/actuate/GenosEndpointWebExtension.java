package io.genosdb.spring.boot.actuate;

import io.genosdb.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Answers over the web say what was wrong: 400 for a query that is none, 404 for a database or an operation that is not
 * there, 503 for a store that fails.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = GenosEndpoint.class)
public class GenosEndpointWebExtension {

    private final GenosEndpoint endpoint;

    /**
     * Makes the extension.
     *
     * @param endpoint the endpoint
     */
    public GenosEndpointWebExtension(GenosEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Shows one database.
     *
     * @param database the name under which the application knows it
     * @return the database, or 404
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> database(@Selector String database) {
        DatabaseDescriptor found = endpoint.database(database);
        return found == null
                ? problem(
                        WebEndpointResponse.STATUS_NOT_FOUND,
                        "there is no database '" + database + "'; there are "
                                + endpoint.databases().databases().keySet())
                : new WebEndpointResponse<>(found);
    }

    /**
     * Does something with a database.
     *
     * @param database the name under which the application knows it
     * @param operation {@code compact} or {@code explain}
     * @param query for {@code explain}, the options of the query
     * @return what came of it, or 400, 404 or 503
     */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> run(
            @Selector String database, @Selector String operation, @Nullable String query) {
        try {
            return new WebEndpointResponse<>(endpoint.run(database, operation, query));
        } catch (InvalidEndpointRequestException e) {
            int status = endpoint.knows(database, operation)
                    ? WebEndpointResponse.STATUS_BAD_REQUEST
                    : WebEndpointResponse.STATUS_NOT_FOUND;
            return problem(status, String.valueOf(e.getReason()));
        } catch (StorageException e) {
            return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private static WebEndpointResponse<OperationResponseBody> problem(int status, String reason) {
        return new WebEndpointResponse<>(new Problem(reason), status);
    }

    /**
     * Why a request was not answered.
     *
     * @param error the reason
     * @since 0.1
     */
    public record Problem(String error) implements OperationResponseBody {}
}
