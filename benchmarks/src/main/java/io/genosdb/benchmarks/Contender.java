package io.genosdb.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * A store under measurement. Each does a job as its own users would; a job that it has no means for is not implemented.
 *
 * <p>Written by one thread unless a benchmark says otherwise.
 */
interface Contender extends AutoCloseable {

    /** What the queries look for. */
    String CITY = "City 7";

    int AGE = 90;
    int PAGE = 10;
    String TEXT = "User 777";

    /**
     * Opens a contender.
     *
     * @param name its name, with {@code -indexed} behind it for indexes that serve the queries below, as far as it has such
     * @param directory a directory of its own, empty or left behind by the same contender; unused by those in memory
     */
    static Contender open(String name, Path directory) {
        boolean indexed = name.endsWith("-indexed");
        return switch (indexed ? name.substring(0, name.length() - "-indexed".length()) : name) {
            case "map" -> new MapContender();
            case "tinkergraph" -> TinkerGraphContender.inMemory(indexed);
            case "tinkergraph-gryo" -> TinkerGraphContender.in(directory, indexed);
            case "arcadedb" -> new ArcadeContender(directory, indexed, ArcadeContender.BATCH, false);
            case "arcadedb-single" -> new ArcadeContender(directory, indexed, 1, false);
            case "arcadedb-sync" -> new ArcadeContender(directory, indexed, 1, true);
            case "genosdb" -> GenosContender.inMemory(indexed);
            case "genosdb-mvstore", "genosdb-mvstore-sync", "genosdb-rocksdb", "genosdb-rocksdb-sync" ->
                GenosContender.in(directory, name, indexed);
            default -> throw new IllegalArgumentException("no contender is called '" + name + "'");
        };
    }

    /** Converts users to what the contender takes, outside of what is measured. Replaces what was prepared before. */
    void prepare(List<User> users);

    /** Writes the prepared user, which the contender does not have yet. */
    void insert(int index);

    /** Inserts the first of the prepared users, in the quickest way there is, and waits until they are on disk. */
    default void insertFirst(int count) {
        for (int i = 0; i < count; i++) {
            insert(i);
        }
        flush();
    }

    /** Replaces all that the contender has of the prepared user. */
    void overwrite(int index);

    /** Waits until everything written is on disk, where there is one. */
    default void flush() {}

    /** The node with an identifier. */
    Object get(String id);

    /** The nodes of {@link #CITY}. */
    List<?> equality();

    /** The nodes of type user that are older than {@link #AGE}. */
    List<?> range();

    /** The oldest {@link #PAGE} nodes. */
    List<?> firstPage();

    /** Those that follow {@link #firstPage}. */
    List<?> nextPage();

    /** The nodes that have {@link #TEXT} in their name. */
    List<?> text();

    /** The same by a regular expression. */
    List<?> regex();

    /** The name in a hit of a query, by which hits are checked. */
    String name(Object hit);

    /** Fills an empty contender with a maze instead of users. */
    void load(Maze maze);

    /** The hits below node 0. */
    List<?> reachable();

    /** The hits below node 0 below which there is a hit below which there is a hit, and so on: ten in a row. */
    List<?> nested();

    @Override
    void close();
}
