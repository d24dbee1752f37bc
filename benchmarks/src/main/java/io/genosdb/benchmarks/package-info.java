/**
 * JMH benchmarks of the database beside a bare {@link java.util.concurrent.ConcurrentHashMap}, TinkerGraph and ArcadeDB.
 *
 * <p>{@link io.genosdb.benchmarks.Suite} runs all of them and prints the tables of {@code docs/performance.md}.
 */
@NullMarked
package io.genosdb.benchmarks;

import org.jspecify.annotations.NullMarked;
