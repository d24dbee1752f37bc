package io.genosdb.benchmarks;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Node;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexOptions;
import io.genosdb.query.Order;
import io.genosdb.query.Query;
import io.genosdb.storage.Durability;
import io.genosdb.storage.StorageOptions;
import io.genosdb.storage.StorageType;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GenosDB, with the indexes that are declared and no others. Queries are compiled once, as in an application. */
final class GenosContender implements Contender {

    private static final List<IndexDefinition> INDEXES =
            List.of(IndexDefinition.hash("city"), IndexDefinition.ordered("age"), IndexDefinition.text("name"));

    private final Query equality = Query.filter("{ city: '" + CITY + "' }");
    private final Query range = Query.filter("{ type: 'user', age: { $gt: " + AGE + " } }");
    private final Query firstPage = Query.all().orderBy("age", Order.DESC).limit(PAGE);
    private final Query text = Query.filter("{ name: { $text: '" + TEXT + "' } }");
    private final Query regex = Query.filter("{ name: { $regex: '" + TEXT + "' } }");
    private final Query reachable = Query.filter("{ name: 'Node 0', $edge: { kind: 'hit' } }");
    private final Query nested = Query.filter("{ name: 'Node 0'" + nesting(Maze.NESTING) + " }");

    private final GenosDatabase database;
    private List<String> ids = List.of();
    private List<JsonObject> values = List.of();
    private @Nullable Query nextPage;

    private GenosContender(StorageOptions storage, boolean indexed) {
        database = GenosDatabase.builder("benchmark")
                .storage(storage)
                .indexes(IndexOptions.only(indexed ? INDEXES : List.of()))
                .open();
    }

    static GenosContender inMemory(boolean indexed) {
        return new GenosContender(StorageOptions.inMemory(), indexed);
    }

    static GenosContender in(Path directory, String name, boolean indexed) {
        var type = name.contains("rocksdb") ? StorageType.ROCKSDB : StorageType.MVSTORE;
        var durability = name.contains("sync") ? Durability.SYNC : Durability.ASYNC;
        return new GenosContender(
                StorageOptions.in(directory.resolve("genosdb")).withType(type).withDurability(durability), indexed);
    }

    private static String nesting(int depth) {
        return depth == 0 ? "" : ", $edge: { kind: 'hit'" + nesting(depth - 1) + " }";
    }

    GenosDatabase database() {
        return database;
    }

    @Override
    public void prepare(List<User> users) {
        ids = users.stream().map(User::id).toList();
        values = users.stream().map(User::toJson).toList();
    }

    @Override
    public void insert(int index) {
        database.put(values.get(index), ids.get(index));
    }

    @Override
    public void overwrite(int index) {
        insert(index);
    }

    @Override
    public void flush() {
        database.flush();
    }

    @Override
    public Object get(String id) {
        return Objects.requireNonNull(database.get(id));
    }

    @Override
    public List<?> equality() {
        return database.map(equality);
    }

    @Override
    public List<?> range() {
        return database.map(range);
    }

    @Override
    public List<?> firstPage() {
        return database.map(firstPage);
    }

    @Override
    public List<?> nextPage() {
        Query query = nextPage;
        if (query == null) {
            List<Node> page = database.map(firstPage);
            query = firstPage.after(page.get(page.size() - 1).id());
            nextPage = query;
        }
        return database.map(query);
    }

    @Override
    public List<?> text() {
        return database.map(text);
    }

    @Override
    public List<?> regex() {
        return database.map(regex);
    }

    @Override
    public String name(Object hit) {
        return ((JsonString) Objects.requireNonNull(((Node) hit).value().get("name"))).value();
    }

    @Override
    public void load(Maze maze) {
        for (int node = 0; node < Maze.NODES; node++) {
            database.put(maze.toJson(node), Maze.id(node));
        }
        for (int node = 0; node < Maze.NODES; node++) {
            for (int target : maze.links().get(node)) {
                database.link(Maze.id(node), Maze.id(target));
            }
        }
    }

    @Override
    public List<?> reachable() {
        return database.map(reachable);
    }

    @Override
    public List<?> nested() {
        return database.map(nested);
    }

    @Override
    public void close() {
        database.close();
    }
}
