package io.genosdb.spring.boot.actuate;

import io.genosdb.GenosDatabase;
import io.genosdb.query.Explanation;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.sync.transport.DialStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code genosdb}: shows the graph databases, compacts a store, explains a query. No answer holds a password,
 * an identifier or a value of a node. Thread-safe.
 *
 * @since 0.1
 */
@Endpoint(id = "genosdb")
public class GenosEndpoint {

    /** Gives disk space back that outdated data takes. */
    static final String COMPACT = "compact";

    /** Tells how a query is answered. */
    static final String EXPLAIN = "explain";

    private final GenosDatabases databases;
    private final Function<GenosDatabase, List<DialStatus>> addresses;
    private final SecurityDescriber security;

    /**
     * Makes the endpoint.
     *
     * @param databases what it shows
     * @param addresses how it stands with the addresses of peers that are dialled for a database
     */
    public GenosEndpoint(GenosDatabases databases, Function<GenosDatabase, List<DialStatus>> addresses) {
        this(databases, addresses, SecurityDescriber.NONE);
    }

    /**
     * Makes the endpoint.
     *
     * @param databases what it shows
     * @param addresses how it stands with the addresses of peers that are dialled for a database
     * @param security what the security of a database is about
     */
    public GenosEndpoint(
            GenosDatabases databases, Function<GenosDatabase, List<DialStatus>> addresses, SecurityDescriber security) {
        this.databases = databases;
        this.addresses = addresses;
        this.security = security;
    }

    /**
     * Shows all databases.
     *
     * @return the databases by name
     */
    @ReadOperation
    public DatabasesDescriptor databases() {
        var described = new TreeMap<String, DatabaseDescriptor>();
        databases.asMap().forEach((name, database) -> described.put(name, describe(database)));
        return new DatabasesDescriptor(described);
    }

    /**
     * Shows one database.
     *
     * @param database the name under which the application knows it
     * @return the database, or {@code null} where there is none with that name
     */
    @ReadOperation
    public @Nullable DatabaseDescriptor database(@Selector String database) {
        GenosDatabase found = databases.asMap().get(database);
        return found == null ? null : describe(found);
    }

    private DatabaseDescriptor describe(GenosDatabase database) {
        return DatabaseDescriptor.of(database, addresses.apply(database), security.describe(database));
    }

    /**
     * Does something with a database: {@code compact} gives disk space back that outdated data takes, {@code explain} runs
     * a query and tells how.
     *
     * @param database the name under which the application knows it
     * @param operation {@code compact} or {@code explain}
     * @param query for {@code explain}, the options of the query, as {@link Query#parse(String)} takes them
     * @return what came of it
     * @throws InvalidEndpointRequestException if there is no such database or operation, or the query is none
     * @throws io.genosdb.storage.StorageException if the store fails
     */
    @WriteOperation
    public OperationResponseBody run(@Selector String database, @Selector String operation, @Nullable String query) {
        GenosDatabase found = databases.asMap().get(database);
        if (found == null) {
            throw refusal("there is no database '" + database + "'; there are " + databases.names(), null);
        }
        return switch (operation) {
            case COMPACT -> compact(found);
            case EXPLAIN -> explain(found, query);
            default -> throw refusal("there is no operation '" + operation + "'; there are compact and explain", null);
        };
    }

    private static CompactionDescriptor compact(GenosDatabase database) {
        long before = database.status().storage().bytes();
        database.compact();
        return new CompactionDescriptor(before, database.status().storage().bytes());
    }

    private static ExplanationDescriptor explain(GenosDatabase database, @Nullable String query) {
        if (query == null) {
            throw refusal("the query is missing: { \"query\": \"{ query: { type: 'todo' } }\" }", null);
        }
        try {
            return ExplanationDescriptor.of(database.explain(Query.parse(query)));
        } catch (InvalidQueryException e) {
            throw refusal("the query cannot be run: " + e.getMessage(), e);
        }
    }

    private static InvalidEndpointRequestException refusal(String reason, @Nullable Throwable cause) {
        return new InvalidEndpointRequestException(reason, reason, cause);
    }

    /** Whether a database and, where one is given, an operation are there. */
    boolean knows(String database, @Nullable String operation) {
        return databases.names().contains(database)
                && (operation == null || operation.equals(COMPACT) || operation.equals(EXPLAIN));
    }

    /**
     * All databases.
     *
     * @param databases the databases by the name under which the application knows them
     * @since 0.1
     */
    public record DatabasesDescriptor(Map<String, DatabaseDescriptor> databases) implements OperationResponseBody {}

    /**
     * What became of a compaction.
     *
     * @param bytesBefore the space taken on disk before
     * @param bytesAfter the space taken on disk after it
     * @since 0.1
     */
    public record CompactionDescriptor(long bytesBefore, long bytesAfter) implements OperationResponseBody {}

    /**
     * How a query was run, and what it took.
     *
     * @param access how nodes were found: {@code scan}, {@code id}, or the way an index was used
     * @param indexes the indexes used, as in {@code ordered(age)}
     * @param candidates how many nodes were looked at to find those that meet the filter
     * @param matched how many of them met the filter
     * @param descendants how many descendants {@code $edge} at the top reached
     * @param returned how many nodes are in the result
     * @param sortedByIndex whether an index gave the order
     * @param nodes how many nodes there are
     * @since 0.1
     */
    public record ExplanationDescriptor(
            String access,
            List<String> indexes,
            long candidates,
            long matched,
            long descendants,
            long returned,
            boolean sortedByIndex,
            long nodes)
            implements OperationResponseBody {

        static ExplanationDescriptor of(Explanation explanation) {
            return new ExplanationDescriptor(
                    explanation.access(),
                    explanation.indexes().stream()
                            .map(IndexDefinition::toString)
                            .toList(),
                    explanation.candidates(),
                    explanation.matched(),
                    explanation.descendants(),
                    explanation.returned(),
                    explanation.sortedByIndex(),
                    explanation.nodes());
        }
    }
}
