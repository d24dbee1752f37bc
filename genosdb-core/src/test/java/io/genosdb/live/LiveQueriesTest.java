package io.genosdb.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.value.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The law of live queries, sentence by sentence. */
class LiveQueriesTest {

    private static final String USERS = "{ query: { type: 'user' } }";
    private static final String TOP_TWO = "{ query: { type: 'user' }, field: 'age', order: 'desc', $limit: 2 }";

    private final ManualExecutor executor = new ManualExecutor();
    private final List<Exception> failures = new ArrayList<>();
    private final Database db = new Database(executor.turns(), (subscription, count, failure) -> failures.add(failure));
    private final Replay client = new Replay();

    private List<String> events() {
        executor.drain();
        return client.take();
    }

    private List<String> afterwards(Runnable change) {
        change.run();
        return events();
    }

    private MapEvent lastEvent() {
        executor.drain();
        return client.events.get(client.events.size() - 1);
    }

    @Nested
    class InitialResult {

        @Test
        void comesBeforeMapReturnsInResultOrder() {
            db.put("a", "{ type: 'user', age: 20 }");
            db.put("b", "{ type: 'user', age: 40 }");
            db.put("c", "{ type: 'user', age: 30 }");
            db.map("{ query: { type: 'user' }, field: 'age', order: 'desc' }", client);
            assertThat(client.take()).containsExactly("INITIAL b", "INITIAL c", "INITIAL a");
        }

        @Test
        void carriesValueEdgesAndVersion() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{}");
            db.link("a", "b");
            db.map(USERS, client);
            assertThat(client.events)
                    .containsExactly(new MapEvent(
                            Action.INITIAL,
                            "a",
                            JsonObject.parse("{\"type\":\"user\"}"),
                            List.of("b"),
                            db.version("a")));
        }

        @Test
        void comesBeforeAnyOtherEvent() {
            db.put("a", "{ type: 'user' }");
            Registration registration = db.register(Query.parse(USERS), client);
            db.put("b", "{ type: 'user' }");
            db.put("a", "{ type: 'user', name: 'A' }");
            executor.drain();
            assertThat(client.take()).isEmpty();
            registration.start();
            assertThat(client.take()).containsExactly("INITIAL a");
            assertThat(events()).containsExactly("ADDED b", "UPDATED a");
        }

        @Test
        void isNotChangedByWhatTheListenerWrites() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{ type: 'user' }");
            db.map(USERS, event -> {
                client.onEvent(event);
                if (event.action() == Action.INITIAL) {
                    db.remove("b");
                }
            });
            assertThat(client.take()).containsExactly("INITIAL a", "INITIAL b");
            assertThat(events()).containsExactly("REMOVED b");
        }

        @Test
        void leavesOutWhatWasWrittenAndNotDispatchedBefore() {
            db.map("{}", event -> {});
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            assertThat(events()).containsExactly("INITIAL a");
        }

        @Test
        void isDeliveredOnce() {
            Registration registration = db.register(Query.all(), client);
            registration.start();
            assertThatThrownBy(registration::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class PlainFilters {

        @Test
        void aNodeThatStartsToMatchGivesAdded() {
            db.put("a", "{ type: 'bot' }");
            db.map(USERS, client);
            assertThat(afterwards(() -> db.put("a", "{ type: 'user' }"))).containsExactly("ADDED a");
            assertThat(afterwards(() -> db.put("b", "{ type: 'user' }"))).containsExactly("ADDED b");
        }

        @Test
        void aChangeOfTheValueGivesUpdated() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            db.put("a", "{ type: 'user', age: 1 }");
            assertThat(lastEvent())
                    .isEqualTo(new MapEvent(
                            Action.UPDATED,
                            "a",
                            JsonObject.parse("{\"age\":1,\"type\":\"user\"}"),
                            List.of(),
                            db.version("a")));
        }

        @Test
        void aChangeOfEdgesGivesUpdated() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{}");
            db.map(USERS, client);
            assertThat(afterwards(() -> db.link("a", "b"))).containsExactly("INITIAL a", "UPDATED a");
            db.unlink("a", "b");
            assertThat(lastEvent().edges()).isEmpty();
            assertThat(events()).containsExactly("UPDATED a");
        }

        @Test
        void aPutOfAnEqualValueGivesUpdatedWithANewVersion() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            db.put("a", "{ type: 'user' }");
            assertThat(lastEvent().timestamp()).isEqualTo(db.now());
            assertThat(events()).containsExactly("INITIAL a", "UPDATED a");
        }

        @Test
        void aNodeThatStopsMatchingGivesRemovedWithItsEdgesAndTheVersionOfTheChange() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{}");
            db.link("a", "b");
            db.map(USERS, client);
            db.put("a", "{ type: 'bot' }");
            assertThat(lastEvent()).isEqualTo(new MapEvent(Action.REMOVED, "a", null, List.of("b"), db.now()));
        }

        @Test
        void aRemovedNodeGivesRemovedWithItsLastEdgesAndTheVersionOfTheRemoval() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{}");
            db.map(USERS, client);
            db.link("a", "b");
            db.remove("a");
            assertThat(lastEvent()).isEqualTo(new MapEvent(Action.REMOVED, "a", null, List.of("b"), db.now()));
            assertThat(events()).containsExactly("INITIAL a", "REMOVED a");
        }

        @Test
        void changesOutsideTheResultGiveNothing() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{ type: 'bot' }");
            db.map(USERS, client);
            db.put("b", "{ type: 'bot', age: 1 }");
            db.put("c", "{ type: 'bot' }");
            db.link("b", "c");
            db.remove("c");
            assertThat(events()).containsExactly("INITIAL a");
        }

        @Test
        void anEdgeThatDisappearsBecauseItsTargetWasRemovedGivesUpdatedForItsSource() {
            db.put("a", "{ type: 'user' }");
            db.put("b", "{}");
            db.link("a", "b");
            db.map(USERS, client);
            db.remove("b");
            assertThat(lastEvent().edges()).isEmpty();
            assertThat(events()).containsExactly("INITIAL a", "UPDATED a");
        }

        @Test
        void aRemovedNodeThatComesBackGivesAdded() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            assertThat(afterwards(() -> db.remove("a"))).containsExactly("INITIAL a", "REMOVED a");
            assertThat(afterwards(() -> db.put("a", "{ type: 'user' }"))).containsExactly("ADDED a");
        }

        @Test
        void anArrayMemberDispatchesLikeAValue() {
            db.map("{ query: { tags: 'x' } }", client);
            assertThat(afterwards(() -> db.put("a", "{ tags: ['y', 'x', 'x'] }")))
                    .containsExactly("ADDED a");
            assertThat(afterwards(() -> db.put("a", "{ tags: 'x' }"))).containsExactly("UPDATED a");
            assertThat(afterwards(() -> db.put("a", "{ tags: ['y'] }"))).containsExactly("REMOVED a");
        }

        @Test
        void aQueryForAnIdHearsOfThatNodeOnly() {
            db.map("{ query: { id: 'a' } }", client);
            db.put("b", "{}");
            db.put("a", "{}");
            assertThat(events()).containsExactly("ADDED a");
        }
    }

    @Nested
    class Coalescing {

        @Test
        void threePutsGiveOneUpdatedWithTheLastValue() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            for (int i = 1; i <= 3; i++) {
                db.put("a", "{ type: 'user', n: " + i + " }");
            }
            assertThat(lastEvent().value()).isEqualTo(JsonObject.parse("{\"n\":3,\"type\":\"user\"}"));
            assertThat(events()).containsExactly("INITIAL a", "UPDATED a");
        }

        @Test
        void aPutAndARemoveGiveNothing() {
            db.map(USERS, client);
            db.put("a", "{ type: 'user' }");
            db.remove("a");
            assertThat(events()).isEmpty();
        }

        @Test
        void holdsWhileTheListenerIsBusy() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, event -> {
                client.onEvent(event);
                if (event.id().equals("b")) {
                    for (int i = 1; i <= 3; i++) {
                        db.put("a", "{ type: 'user', n: " + i + " }");
                    }
                    db.put("c", "{ type: 'user' }");
                    db.remove("c");
                }
            });
            db.put("b", "{ type: 'user' }");
            assertThat(events()).containsExactly("INITIAL a", "ADDED b", "UPDATED a");
        }

        @Test
        void inAWindowThreePutsGiveOneUpdated() {
            db.put("a", "{ type: 'user', age: 1 }");
            db.map(TOP_TWO, client);
            for (int i = 1; i <= 3; i++) {
                db.put("a", "{ type: 'user', age: " + i + " }");
            }
            db.put("b", "{ type: 'user', age: 9 }");
            db.remove("b");
            assertThat(events()).containsExactly("INITIAL a", "UPDATED a");
        }

        @Test
        void isBoundedByTheNumberOfNodes() {
            db.put("a", "{ type: 'user' }");
            db.map(USERS, client);
            for (int i = 0; i < 10_000; i++) {
                db.put("n" + i % 10, "{ type: 'user' }");
            }
            // What the executor has not got to yet waits undispatched, but not without limit.
            assertThat(db.live.statistics().pending()).isLessThan(3_000);
            executor.run(100);
            executor.drain();
            assertThat(client.take()).hasSize(11);
        }
    }

    @Nested
    class Windows {

        @Test
        void whatEntersGivesAddedAndWhatFallsOutRemovedEnteringFirst() {
            db.put("a", "{ type: 'user', age: 10 }");
            db.put("b", "{ type: 'user', age: 20 }");
            db.map(TOP_TWO, client);
            client.take();
            assertThat(afterwards(() -> db.put("c", "{ type: 'user', age: 30 }")))
                    .containsExactly("ADDED c", "REMOVED a");
        }

        @Test
        void aRemovalBringsTheNextOneIn() {
            db.put("a", "{ type: 'user', age: 10 }");
            db.put("b", "{ type: 'user', age: 20 }");
            db.put("c", "{ type: 'user', age: 30 }");
            db.map(TOP_TWO, client);
            client.take();
            db.remove("c");
            MapEvent removed = lastEvent();
            assertThat(events()).containsExactly("ADDED a", "REMOVED c");
            assertThat(removed.timestamp()).isEqualTo(db.now());
        }

        @Test
        void aMoveInsideGivesUpdatedOnly() {
            db.put("a", "{ type: 'user', age: 10 }");
            db.put("b", "{ type: 'user', age: 20 }");
            db.map(TOP_TWO, client);
            client.take();
            assertThat(afterwards(() -> db.put("a", "{ type: 'user', age: 30 }")))
                    .containsExactly("UPDATED a");
            assertThat(afterwards(() -> db.put("a", "{ type: 'user', age: 5 }")))
                    .containsExactly("UPDATED a");
        }

        @Test
        void aMoveBehindTheEndBringsTheNextOneIn() {
            db.put("a", "{ type: 'user', age: 10 }");
            db.put("b", "{ type: 'user', age: 20 }");
            db.put("c", "{ type: 'user', age: 30 }");
            db.map(TOP_TWO, client);
            client.take();
            assertThat(afterwards(() -> db.put("c", "{ type: 'user', age: 1 }")))
                    .containsExactly("ADDED a", "REMOVED c");
        }

        @Test
        void whatSortsBehindGivesNothing() {
            db.put("a", "{ type: 'user', age: 10 }");
            db.put("b", "{ type: 'user', age: 20 }");
            db.map(TOP_TWO, client);
            client.take();
            db.put("c", "{ type: 'user', age: 1 }");
            db.put("c", "{ type: 'user', age: 2 }");
            db.remove("c");
            assertThat(events()).isEmpty();
        }

        @Test
        void withoutASortTheFirstToArriveStay() {
            db.map("{ $limit: 2 }", client);
            db.put("a", "{}");
            db.put("b", "{}");
            db.put("c", "{}");
            assertThat(events()).containsExactly("ADDED a", "ADDED b");
            assertThat(afterwards(() -> db.remove("a"))).containsExactly("ADDED c", "REMOVED a");
        }

        @Test
        void whatFallsOutHasItsOwnEdgesAndTheVersionThatPushedIt() {
            db.put("a", "{ age: 10 }");
            db.put("x", "{}");
            db.link("a", "x");
            db.map("{ query: { age: { $gt: 0 } }, field: 'age', order: 'desc', $limit: 1 }", client);
            db.put("b", "{ age: 20 }");
            assertThat(lastEvent()).isEqualTo(new MapEvent(Action.REMOVED, "a", null, List.of("x"), db.now()));
        }

        @Test
        void afterACursorFollowWhatComesNext() {
            db.put("a", "{ age: 10 }");
            db.put("b", "{ age: 20 }");
            db.put("c", "{ age: 30 }");
            db.map("{ field: 'age', $after: 'a', $limit: 1 }", client);
            assertThat(client.take()).containsExactly("INITIAL b");
            assertThat(afterwards(() -> db.put("d", "{ age: 15 }"))).containsExactly("ADDED d", "REMOVED b");
            assertThat(afterwards(() -> db.put("e", "{ age: 5 }"))).isEmpty();
            assertThat(afterwards(() -> db.put("a", "{ age: 25 }"))).containsExactly("ADDED c", "REMOVED d");
        }

        @Test
        void beforeACursorStandsWhatCameFirst() {
            db.put("a", "{ age: 10 }");
            db.put("b", "{ age: 20 }");
            db.put("c", "{ age: 30 }");
            db.map("{ field: 'age', $before: 'c', $limit: 1 }", client);
            assertThat(client.take()).containsExactly("INITIAL a");
            assertThat(afterwards(() -> db.put("a", "{ age: 40 }"))).containsExactly("ADDED b", "REMOVED a");
        }

        @Test
        void withoutItsCursorAWindowIsEmptyUntilTheCursorComesBack() {
            db.put("a", "{ age: 10 }");
            db.put("b", "{ age: 20 }");
            db.map("{ field: 'age', $after: 'a' }", client);
            assertThat(client.take()).containsExactly("INITIAL b");
            assertThat(afterwards(() -> db.remove("a"))).containsExactly("REMOVED b");
            assertThat(afterwards(() -> db.put("a", "{ age: 1 }"))).containsExactly("ADDED b");
        }

        @Test
        void aMissingCursorAtTheBeginningIsAnError() {
            assertThatThrownBy(() -> db.map("{ $after: 'nobody' }", client)).isInstanceOf(InvalidQueryException.class);
            assertThat(db.live.statistics().subscriptions()).isZero();
        }

        @Test
        void aRemovalThatTheEvaluationSawFirstIsToldWithItsOwnVersion() {
            db.put("a", "{ age: 10 }");
            db.put("b", "{ age: 20 }");
            db.put("c", "{ age: 30 }");
            String options = "{ query: { none: { $overtaken: true } }, field: 'age', order: 'desc', $limit: 2 }";
            db.map(Query.parse(options, Overtaking.OPERATORS), client);
            client.take();
            Overtaking.by(() -> {
                Overtaking.by(null);
                db.mergeOnly(List.of(db.removing("b")));
            });
            assertThat(afterwards(() -> db.remove("c"))).containsExactly("ADDED a", "REMOVED c");
            db.publishMerged();
            MapEvent removed = lastEvent();
            assertThat(events()).containsExactly("REMOVED b");
            assertThat(removed.timestamp()).isEqualTo(db.now());
        }

        @Test
        void oneBatchIsToldInOnePiece() {
            db.put("a", "{ age: 10 }");
            db.put("b", "{ age: 20 }");
            db.map("{ field: 'age', $limit: 1 }", client);
            client.take();
            db.merge(db.putting("a", "{ age: 40 }"), db.putting("b", "{ age: 5 }"));
            assertThat(events()).containsExactly("ADDED b", "REMOVED a");
        }
    }

    @Nested
    class Traversals {

        private void tree() {
            for (String id : List.of("root", "x", "y", "z")) {
                db.put(id, "{ name: '" + id + "' }");
            }
            db.link("x", "y");
            db.link("y", "z");
        }

        @Test
        void aLinkThatOpensAPathGivesAddedForWhatItReaches() {
            tree();
            db.map("{ query: { id: 'root', $edge: {} } }", client);
            assertThat(events()).isEmpty();
            db.link("root", "x");
            assertThat(events()).containsExactlyInAnyOrder("ADDED x", "ADDED y", "ADDED z");
        }

        @Test
        void aCutGivesRemovedForAllThatIsLost() {
            tree();
            db.link("root", "x");
            db.map("{ query: { id: 'root', $edge: {} } }", client);
            client.take();
            db.unlink("x", "y");
            executor.drain();
            assertThat(client.events)
                    .filteredOn(event -> event.id().equals("y"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.edges()).containsExactly("z");
                        assertThat(event.timestamp()).isEqualTo(db.now());
                    });
            assertThat(events()).containsExactlyInAnyOrder("UPDATED x", "REMOVED y", "REMOVED z");
        }

        @Test
        void theRemovalOfANodeOnThePathLosesWhatIsBehindIt() {
            tree();
            db.link("root", "x");
            db.map("{ query: { id: 'root', $edge: {} } }", client);
            client.take();
            assertThat(afterwards(() -> db.remove("y")))
                    .containsExactlyInAnyOrder("UPDATED x", "REMOVED y", "REMOVED z");
        }

        @Test
        void aChangeOfWhatIsReachedGivesUpdated() {
            tree();
            db.map("{ query: { id: 'x', $edge: { name: 'z' } } }", client);
            client.take();
            assertThat(afterwards(() -> db.put("z", "{ name: 'z', n: 1 }"))).containsExactly("UPDATED z");
            assertThat(afterwards(() -> db.put("z", "{ name: 'Z' }"))).containsExactly("REMOVED z");
            assertThat(afterwards(() -> db.put("y", "{ name: 'z' }"))).containsExactly("ADDED y");
        }

        @Test
        void aNewStartGivesAddedForWhatItReaches() {
            tree();
            db.map("{ query: { start: true, $edge: {} } }", client);
            assertThat(afterwards(() -> db.put("x", "{ start: true }")))
                    .containsExactlyInAnyOrder("ADDED y", "ADDED z");
        }

        @Test
        void aFilterOnDescendantsFollowsThem() {
            tree();
            db.map("{ query: { $and: [{ name: 'x' }, { $edge: { flag: true } }] } }", client);
            assertThat(afterwards(() -> db.put("z", "{ flag: true }"))).containsExactly("ADDED x");
            assertThat(afterwards(() -> db.unlink("y", "z"))).containsExactly("REMOVED x");
        }

        @Test
        void changesThatCannotMatterDoNotRunTheQuery() {
            tree();
            db.map("{ query: { id: 'x', $edge: { name: 'z' } } }", client);
            db.put("new", "{ name: 'z' }");
            db.put("root", "{ name: 'root', other: 1 }");
            db.put("y", "{ name: 'y', other: 1 }");
            db.remove("new");
            executor.run(1);
            assertThat(executor.size()).isZero();
        }

        @Test
        void withALimitTheWindowFollows() {
            tree();
            db.map("{ query: { id: 'x', $edge: {} }, field: 'name', order: 'desc', $limit: 1 }", client);
            assertThat(client.take()).containsExactly("INITIAL z");
            assertThat(afterwards(() -> db.put("y", "{ name: 'zz' }"))).containsExactly("ADDED y", "REMOVED z");
        }
    }

    @Nested
    class Listeners {

        @Test
        void oneThatThrowsStopsNeitherTheWriteNorTheOthersNorItself() {
            db.put("a", "{}");
            db.map("{}", event -> {
                throw new IllegalStateException("on purpose");
            });
            db.map("{}", client);
            db.put("b", "{}");
            db.put("c", "{}");
            assertThat(events()).containsExactly("INITIAL a", "ADDED b", "ADDED c");
            assertThat(db.node("c")).isNotNull();
            assertThat(failures)
                    .hasSize(3)
                    .allSatisfy(failure -> assertThat(failure).hasMessage("on purpose"));
            assertThat(db.live.statistics().failures()).isEqualTo(3);
        }

        @Test
        void anErrorReachesTheExecutorAndTheOtherEventsStillCome() {
            db.map("{}", event -> {
                client.onEvent(event);
                if (event.id().equals("a")) {
                    throw new OutOfMemoryError("on purpose");
                }
            });
            db.put("a", "{}");
            db.put("b", "{}");
            assertThatThrownBy(executor::drain).isInstanceOf(OutOfMemoryError.class);
            assertThat(events()).containsExactly("ADDED a", "ADDED b");
        }

        @Test
        void anErrorInTheInitialResultEndsTheSubscription() {
            db.put("a", "{}");
            assertThatThrownBy(() -> db.map("{}", event -> {
                        throw new AssertionError("on purpose");
                    }))
                    .isInstanceOf(AssertionError.class);
            assertThat(db.live.statistics().subscriptions()).isZero();
        }

        @Test
        void mayUnsubscribeInsideACallback() {
            var subscription = new Subscription[1];
            subscription[0] = db.map("{}", event -> {
                client.onEvent(event);
                subscription[0].close();
                subscription[0].close();
            });
            db.put("a", "{}");
            db.put("b", "{}");
            assertThat(events()).containsExactly("ADDED a");
            assertThat(afterwards(() -> db.put("c", "{}"))).isEmpty();
            assertThat(subscription[0].isClosed()).isTrue();
        }

        @Test
        void mayUnsubscribeAnother() {
            Subscription other = db.map("{}", client);
            db.map("{}", event -> other.close());
            db.put("a", "{}");
            executor.drain();
            client.take();
            assertThat(afterwards(() -> db.put("b", "{}"))).isEmpty();
            assertThat(db.live.statistics().subscriptions()).isEqualTo(1);
        }

        @Test
        void maySubscribeInsideACallback() {
            var inner = new Replay();
            db.map("{}", event -> {
                client.onEvent(event);
                if (event.id().equals("a")) {
                    db.map("{}", inner);
                }
            });
            db.put("a", "{}");
            db.put("b", "{}");
            executor.drain();
            db.put("c", "{}");
            executor.drain();
            assertThat(inner.take()).containsExactly("INITIAL a", "INITIAL b", "ADDED c");
            assertThat(client.take()).containsExactly("ADDED a", "ADDED b", "ADDED c");
        }

        @Test
        void mayWriteInsideACallback() {
            db.map("{ query: { n: { $lt: 3 } } }", event -> {
                client.onEvent(event);
                db.put("a", "{ n: " + client.events.size() + " }");
            });
            db.put("a", "{ n: 0 }");
            assertThat(events()).containsExactly("ADDED a", "UPDATED a", "UPDATED a", "REMOVED a");
        }

        @Test
        void hearNothingWhileTheWriterHoldsItsLock() {
            db.map(
                    "{}",
                    event -> assertThat(db.writerLock.isHeldByCurrentThread()).isFalse());
            for (int i = 0; i < 5_000; i++) {
                db.put("n" + i, "{}");
            }
            executor.drain();
            assertThat(db.live.statistics().delivered()).isEqualTo(5_000);
        }

        @Test
        void aQueryThatFailsIsReportedAndTriedAgainWithTheNextChange() {
            db.put("a", "{ age: 1 }");
            db.put("b", "{ age: 2 }");
            String options = "{ query: { none: { $overtaken: true } }, field: 'age', $limit: 1 }";
            db.map(Query.parse(options, Overtaking.OPERATORS), client);
            client.take();
            Overtaking.by(() -> {
                Overtaking.by(null);
                throw new IllegalStateException("in an operator");
            });
            db.merge(db.removing("a"), db.putting("c", "{ age: 3 }"));
            assertThat(events()).isEmpty();
            assertThat(failures)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure).hasMessage("in an operator"));
            assertThat(afterwards(() -> db.put("d", "{ age: 4 }"))).containsExactly("ADDED b", "REMOVED a");
        }

        @Test
        void aFailureHandlerThatThrowsHarmsNobody() {
            try (var database = new Database(executor, (subscription, count, failure) -> {
                throw new IllegalStateException("in the handler");
            })) {
                database.map("{}", event -> {
                    throw new IllegalArgumentException("in the listener");
                });
                database.map("{}", client);
                database.put("a", "{}");
                assertThat(events()).containsExactly("ADDED a");
            }
        }
    }

    @Nested
    class Executors {

        private final Database db = new Database(executor.workers(), (subscription, count, failure) -> {});

        @Test
        void oneThatRejectsFailsNoWriteAndGetsTheEventsLater() {
            db.map("{}", client);
            executor.reject(true);
            db.put("a", "{}");
            db.put("b", "{}");
            assertThat(events()).isEmpty();
            assertThat(db.live.statistics().rejections()).isPositive();
            executor.reject(false);
            db.put("c", "{}");
            assertThat(events()).containsExactly("ADDED a", "ADDED b", "ADDED c");
        }

        @Test
        void oneThatRejectsForEverLetsNothingGrowWithoutBound() {
            db.map("{}", client);
            executor.reject(true);
            for (int i = 0; i < 20_000; i++) {
                db.put("n" + i % 10, "{}");
            }
            assertThat(db.live.statistics().pending()).isLessThan(3_000);
        }

        @Test
        void oneListenerThatBlocksHoldsUpNoOther() {
            db.map("{}", event -> executor.drain());
            db.map("{}", client);
            db.put("a", "{}");
            executor.run(1);
            assertThat(client.take()).containsExactly("ADDED a");
        }

        @Test
        void oneThatRunsInTheCallingThreadWorksToo() {
            try (var database = new Database(Runnable::run)) {
                database.map(TOP_TWO, client);
                database.put("a", "{ type: 'user', age: 1 }");
                assertThat(client.take()).containsExactly("ADDED a");
                database.remove("a");
                assertThat(client.take()).containsExactly("REMOVED a");
                for (int i = 0; i < 5_000; i++) {
                    database.map("{}", event -> {});
                }
                database.put("b", "{}");
                assertThat(database.live.statistics().delivered()).isEqualTo(5_002);
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void endsEverySubscriptionAndLetsNoOtherBegin() {
            Subscription plain = db.map(USERS, client);
            Subscription window = db.map(TOP_TWO, new Replay());
            Subscription traversal = db.map("{ query: { $edge: {} } }", new Replay());
            db.put("a", "{ type: 'user' }");
            db.close();
            assertThat(List.of(plain, window, traversal)).allMatch(Subscription::isClosed);
            assertThat(events()).isEmpty();
            db.put("b", "{ type: 'user' }");
            assertThat(events()).isEmpty();
            assertThat(db.live.statistics().pending()).isZero();
            assertThatThrownBy(() -> db.map(USERS, client)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void ofASubscriptionDropsWhatWasNotDelivered() {
            Subscription subscription = db.map(USERS, client);
            db.put("a", "{ type: 'user' }");
            executor.run(1);
            subscription.close();
            assertThat(events()).isEmpty();
        }
    }

    @Test
    void statisticsCountByKind() {
        db.map(USERS, client);
        db.map("{ query: { age: 1 } }", event -> {});
        db.map(TOP_TWO, event -> {});
        db.map("{ query: { id: 'a', $edge: {} } }", event -> {});
        db.put("a", "{ type: 'user' }");
        assertThat(db.live.statistics()).isEqualTo(new LiveStatistics(2, 1, 1, 1, 0, 0, 0));
        executor.drain();
        assertThat(db.live.statistics()).isEqualTo(new LiveStatistics(2, 1, 1, 0, 2, 0, 0));
        assertThat(db.live.statistics().subscriptions()).isEqualTo(4);
    }
}
