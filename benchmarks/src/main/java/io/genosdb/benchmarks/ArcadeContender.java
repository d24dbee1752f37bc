package io.genosdb.benchmarks;

import com.arcadedb.GlobalConfiguration;
import com.arcadedb.database.Database;
import com.arcadedb.database.DatabaseFactory;
import com.arcadedb.graph.MutableVertex;
import com.arcadedb.graph.Vertex;
import com.arcadedb.query.sql.executor.ResultSet;
import com.arcadedb.schema.Schema;
import com.arcadedb.schema.Type;
import com.arcadedb.schema.VertexType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * ArcadeDB, embedded: writes and look-ups by its Java API, queries by SQL. It has a unique index on the identifier and,
 * when indexed, another on the city. None on the age: in this release, a range or an order read from an index in which
 * values repeat has nodes twice and nodes that do not belong there (its issue 2328). None on the name: it would not serve
 * what is asked for.
 */
final class ArcadeContender implements Contender {

    private static final int FORCE_WITHOUT_METADATA = 1;
    private static final int ATTEMPTS = 1_000;
    /**
     * Smaller than its default of 2 MiB: a commit logs what lies between the first and the last change of a page, and an
     * index page is filled from both ends, so that each write would log megabytes.
     */
    private static final int INDEX_PAGE_BYTES = 1 << 16;

    /** Writes to a transaction, where there are several. */
    static final int BATCH = 1_000;

    private final Database database;
    private final int batch;
    private int uncommitted;
    private List<User> users = List.of();

    /**
     * @param batch writes to a transaction
     * @param sync whether a commit waits for the disk; one write to a transaction then, from any thread
     */
    ArcadeContender(Path directory, boolean indexed, int batch, boolean sync) {
        this.batch = batch;
        var factory = new DatabaseFactory(directory.resolve("arcadedb").toString());
        if (factory.exists()) {
            database = factory.open();
        } else {
            database = factory.create();
            database.transaction(() -> createSchema(indexed));
        }
        if (sync) {
            // Database.setWALFlush would hold for the transactions of this thread alone, and the configuration of the
            // factory gives way to what the store remembers: with either, no commit would wait for the disk.
            database.getConfiguration().setValue(GlobalConfiguration.TX_WAL_FLUSH, FORCE_WITHOUT_METADATA);
        }
    }

    private void createSchema(boolean indexed) {
        Schema schema = database.getSchema();
        var user = schema.createVertexType("User");
        user.createProperty("id", Type.STRING);
        user.createProperty("type", Type.STRING);
        user.createProperty("name", Type.STRING);
        user.createProperty("age", Type.INTEGER);
        user.createProperty("city", Type.STRING);
        user.createProperty("tags", Type.LIST);
        user.createProperty("score", Type.DOUBLE);
        createIndex(user, true, "id");
        if (indexed) {
            createIndex(user, false, "city");
        }
        var node = schema.createVertexType("Node");
        node.createProperty("name", Type.STRING);
        node.createProperty("kind", Type.STRING);
        createIndex(node, true, "name");
        schema.createEdgeType("Link");
    }

    private static void createIndex(VertexType type, boolean unique, String property) {
        type.createTypeIndex(Schema.INDEX_TYPE.LSM_TREE, unique, new String[] {property}, INDEX_PAGE_BYTES);
    }

    @Override
    public void prepare(List<User> newUsers) {
        users = newUsers;
    }

    @Override
    public void insert(int index) {
        write(() -> fill(database.newVertex("User"), users.get(index)));
    }

    @Override
    public void insertFirst(int count) {
        for (int from = 0; from < count; from += BATCH) {
            int first = from;
            database.transaction(() -> {
                for (User user : users.subList(first, Math.min(first + BATCH, count))) {
                    fill(database.newVertex("User"), user);
                }
            });
        }
    }

    @Override
    public void overwrite(int index) {
        User user = users.get(index);
        write(() -> fill(vertex(user.id()).modify(), user));
    }

    private static void fill(MutableVertex vertex, User user) {
        vertex.set(
                        "id", user.id(),
                        "type", user.type(),
                        "name", user.name(),
                        "age", user.age(),
                        "city", user.city(),
                        "tags", user.tags(),
                        "score", user.score())
                .save();
    }

    private void write(Runnable change) {
        if (batch == 1) {
            // Tried again when another thread has changed the same page.
            database.transaction(change::run, false, ATTEMPTS);
            return;
        }
        if (uncommitted == 0) {
            database.begin();
        }
        change.run();
        if (++uncommitted == batch) {
            flush();
        }
    }

    /** Ends the transaction; ArcadeDB offers no means to wait for its page flusher. */
    @Override
    public void flush() {
        if (uncommitted > 0) {
            database.commit();
            uncommitted = 0;
        }
    }

    @Override
    public Object get(String id) {
        return vertex(id);
    }

    private Vertex vertex(String id) {
        return database.lookupByKey("User", "id", id).next().asVertex(true);
    }

    private List<Vertex> query(String sql, Object... arguments) {
        var found = new ArrayList<Vertex>();
        try (ResultSet rows = database.query("sql", sql, arguments)) {
            while (rows.hasNext()) {
                found.add(rows.next().getVertex().orElseThrow());
            }
        }
        return found;
    }

    @Override
    public List<?> equality() {
        return query("SELECT FROM User WHERE city = ?", CITY);
    }

    @Override
    public List<?> range() {
        return query("SELECT FROM User WHERE type = 'user' AND age > ?", AGE);
    }

    @Override
    public List<?> firstPage() {
        return query("SELECT FROM User ORDER BY age DESC LIMIT ?", PAGE);
    }

    @Override
    public List<?> nextPage() {
        return query("SELECT FROM User ORDER BY age DESC SKIP ? LIMIT ?", PAGE, PAGE);
    }

    /** Not by its full-text index, which finds whole words: with that it would be another job. */
    @Override
    public List<?> text() {
        return query("SELECT FROM User WHERE name ILIKE ?", "%" + TEXT + "%");
    }

    @Override
    public List<?> regex() {
        return query("SELECT FROM User WHERE name MATCHES ?", "(?i).*" + TEXT + ".*");
    }

    @Override
    public String name(Object hit) {
        return ((Vertex) hit).getString("name");
    }

    @Override
    public void load(Maze maze) {
        database.transaction(() -> {
            var vertices = new ArrayList<MutableVertex>();
            for (int node = 0; node < Maze.NODES; node++) {
                vertices.add(database.newVertex("Node")
                        .set("name", Maze.name(node), "kind", maze.kind(node))
                        .save());
            }
            for (int node = 0; node < Maze.NODES; node++) {
                for (int target : maze.links().get(node)) {
                    vertices.get(node).newEdge("Link", vertices.get(target), true);
                }
            }
        });
    }

    @Override
    public List<?> reachable() {
        return query("SELECT FROM (TRAVERSE out('Link') FROM (SELECT FROM Node WHERE name = 'Node 0')"
                + " STRATEGY BREADTH_FIRST) WHERE kind = 'hit'");
    }

    @Override
    public List<?> nested() {
        throw new UnsupportedOperationException("SQL cannot express it without a TRAVERSE for each hit and level");
    }

    @Override
    public void close() {
        flush();
        database.close();
    }
}
