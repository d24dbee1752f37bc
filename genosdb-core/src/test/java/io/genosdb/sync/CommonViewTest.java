package io.genosdb.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Hash256;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.sync.SyncEvent.CaughtUp;
import io.genosdb.sync.SyncEvent.ProvedEqual;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.sync.wire.WireLimits;
import io.genosdb.testing.AdmissionGuard;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that has everything, and a reader of whom something is kept: they talk about what both may have and nothing else. */
class CommonViewTest {

    private static final String SERVER = "server";
    private static final String BOB = "bob";

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Narrow bobs = new Narrow();
    private final List<SyncEvent> events = new ArrayList<>();

    /** Does not have some nodes, by their beginnings. */
    private static final class Narrow implements Reader {
        private volatile Set<String> hidden = Set.of("secret");

        @Override
        public boolean mayRead(Node node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return hidden.stream().noneMatch(entry.nodeId()::startsWith);
        }

        @Override
        public Reader asOfNow() {
            return hidden.isEmpty() ? EVERYTHING : new Fixed(hidden);
        }
    }

    private record Fixed(Set<String> hidden) implements Reader {

        @Override
        public boolean mayRead(Node node) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean mayReceive(Entry entry) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reader asOfNow() {
            return this;
        }
    }

    private GenosDatabase open(String address, SyncOptions options) {
        var admission = new FakeAdmission(address);
        admission.readers.put(BOB, bobs);
        return GenosDatabase.builder("test")
                .guard(AdmissionGuard.of(admission))
                .sync(options)
                .ticker(millis::get)
                .open();
    }

    private GenosDatabase open(String address) {
        return open(address, SyncOptions.DEFAULTS);
    }

    private static void put(GenosDatabase database, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            database.put(JsonObject.parse("{\"n\":" + i + "}"), prefix + i);
        }
    }

    /** Time passes. */
    private void pass(Wire wire, GenosDatabase... databases) {
        for (int i = 0; i < 20; i++) {
            millis.addAndGet(50);
            for (GenosDatabase database : databases) {
                database.sync().tick();
            }
            wire.settle(millis);
        }
    }

    private static List<Message> said(Wire.End end) {
        var messages = new ArrayList<Message>();
        try (var reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS))) {
            for (byte[] frame : end.sent()) {
                byte[] message = reader.read(frame);
                if (message != null) {
                    messages.add(Stranger.CODEC.decode(message));
                }
            }
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
        return messages;
    }

    private static <M extends Message> M one(List<Message> messages, Class<M> kind) {
        return messages.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> sent(Wire.End end) {
        var ids = new HashSet<String>();
        for (Message message : said(end)) {
            if (message instanceof Message.Entries entries) {
                entries.entries().forEach(entry -> ids.add(entry.nodeId()));
            }
        }
        return ids;
    }

    private List<Purpose> caughtUp() {
        return events.stream()
                .filter(CaughtUp.class::isInstance)
                .map(event -> ((CaughtUp) event).purpose())
                .toList();
    }

    @Test
    void whatIsHiddenCountsForNothing() {
        try (var server = open(SERVER);
                var bob = open(BOB)) {
            put(server, "open", 0, 5);
            Hash256 digest = server.digest();
            put(server, "secret", 0, 7);
            try (var wire = new Wire(server, bob)) {
                wire.settle(millis);
                Message.Hello hello = one(said(wire.left()), Message.Hello.class);
                assertThat(hello.count()).isEqualTo(5);
                assertThat(hello.digest()).isEqualTo(digest);
                assertThat(sent(wire.left())).hasSize(5).allMatch(id -> id.startsWith("open"));
                assertThat(bob.digest()).isEqualTo(digest);
                put(server, "secret", 7, 9);
                put(server, "open", 5, 6);
                pass(wire, server, bob);
                assertThat(sent(wire.left())).hasSize(6).allMatch(id -> id.startsWith("open"));
            }
        }
    }

    @Test
    void theyAreEqualByWhatBothMayHave() {
        try (var server = open(SERVER);
                var bob = open(BOB)) {
            put(server, "open", 0, 5);
            put(server, "secret", 0, 7);
            new Wire(server, bob).settle(millis);
            bob.sync().listen(events::add);
            try (var wire = new Wire(server, bob)) {
                wire.settle(millis);
                assertThat(events).hasAtLeastOneElementOfType(ProvedEqual.class);
                assertThat(sent(wire.left())).isEmpty();
            }
        }
    }

    /** By a delta, by the full state and by reconciliation. */
    @Test
    void noWayOfCatchingUpShowsWhatIsHidden() {
        for (Purpose purpose : List.of(Purpose.DELTA, Purpose.FULL, Purpose.RECONCILE)) {
            SyncOptions options = SyncOptions.DEFAULTS.withOpLogSize(purpose == Purpose.DELTA ? 10_000 : 10);
            try (var server = open(SERVER, options);
                    var bob = open(BOB, options)) {
                put(server, "open", 0, 1_500);
                put(server, "secret", 0, 1_500);
                put(bob, "bob", 0, purpose == Purpose.RECONCILE ? 1_200 : 1);
                bob.sync().listen(events::add);
                try (var wire = new Wire(server, bob)) {
                    wire.settle(millis);
                    pass(wire, server, bob);
                    assertThat(caughtUp()).contains(purpose);
                    assertThat(sent(wire.left())).hasSize(1_500).allMatch(id -> id.startsWith("open"));
                    assertThat(events).hasAtLeastOneElementOfType(ProvedEqual.class);
                    assertThat(said(wire.left()))
                            .filteredOn(Message.Digest.class::isInstance)
                            .allMatch(digest -> ((Message.Digest) digest).count()
                                    <= bob.status().entries());
                }
                events.clear();
            }
        }
    }

    @Test
    void whatIsGrantedComesAndWhatIsRevokedStops() {
        try (var server = open(SERVER);
                var bob = open(BOB);
                var wire = new Wire(server, bob)) {
            put(server, "secret", 0, 10);
            put(server, "other", 0, 10);
            bobs.hidden = Set.of("secret", "other");
            wire.settle(millis);
            assertThat(bob.size()).isZero();
            bobs.hidden = Set.of("other");
            pass(wire, server, bob);
            assertThat(bob.size()).isEqualTo(10);
            bobs.hidden = Set.of("other", "secret");
            put(server, "secret", 10, 20);
            bob.sync().listen(events::add);
            pass(wire, server, bob);
            assertThat(bob.size()).isEqualTo(10);
            assertThat(events).hasAtLeastOneElementOfType(ProvedEqual.class);
            bobs.hidden = Set.of();
            pass(wire, server, bob);
            assertThat(bob.digest()).isEqualTo(server.digest());
        }
    }

    /** The guard knows that something has changed, though the rights look the same. */
    @Test
    void aViewIsMadeAnewWhenTheGuardSaysSo() {
        var lists = new HashSet<String>();
        Reader listed = reader(lists);
        var admission = new FakeAdmission(SERVER);
        admission.readers.put(BOB, listed);
        var his = new FakeAdmission(BOB);
        his.readers.put(BOB, listed);
        try (var server = open(admission);
                var bob = open(his);
                var wire = new Wire(server, bob)) {
            put(server, "n", 0, 3);
            wire.settle(millis);
            lists.add("n1");
            for (GenosDatabase database : List.of(server, bob)) {
                database.sync().readersChanged(List.of(BOB));
            }
            pass(wire, server, bob);
            assertThat(bob.size()).isEqualTo(1);
        }
    }

    private GenosDatabase open(Admission admission) {
        return GenosDatabase.builder("test")
                .guard(AdmissionGuard.of(admission))
                .ticker(millis::get)
                .open();
    }

    private static Entry entry(String origin, String node, Slot slot) {
        JsonValue payload = slot instanceof Slot.Edge ? JsonBoolean.TRUE : JsonObject.parse("{\"owner\":\"carol\"}");
        return Stranger.FACTORY.create(new EntryKey(node, slot), new Version(1, origin), payload);
    }

    /** What seemed to be on its way by others, and is in no comparison when one comes. */
    @Test
    void whatSomebodyMayNotHaveAnyMoreIsNotLostWithThem() {
        bobs.hidden = Set.of();
        try (var server = open(SERVER);
                var bob = open(BOB);
                var wire = new Wire(server, bob)) {
            wire.settle(millis);
            Entry left = entry(server.origin(), "secret", Slot.VALUE);
            bob.merge(List.of(left));
            wire.settle(millis);
            assertThat(server.entries()).isEmpty();
            bobs.hidden = Set.of("secret");
            pass(wire, server, bob);
            assertThat(server.entries()).containsExactly(left);
            assertThat(bob.entries()).containsExactly(left);
        }
    }

    /** What the op log has dropped before the peer was sent it is found by comparing, but for what is in no comparison. */
    @Test
    void whatSomebodyMayNotHaveIsNotLostWhenThePeerIsTooSlow() {
        try (var server = open(SERVER);
                var bob = open(BOB);
                var wire = new Wire(server, bob)) {
            wire.settle(millis);
            Entry left = entry("elsewhere", "secret", Slot.VALUE);
            bob.merge(List.of(left));
            put(bob, "open", 0, OpLog.BACKLOG + 2_000);
            wire.settle(millis);
            pass(wire, server, bob);
            assertThat(server.entries()).contains(left);
            assertThat(server.digest()).isEqualTo(bob.digest());
        }
    }

    /** The same, where it is not a role that changes but the list of a node. */
    @Test
    void whatAListTakesFromSomebodyIsNotLostWithThem() {
        var listed = new HashSet<>(Set.of("n", "other"));
        var admission = new FakeAdmission(BOB);
        admission.readers.put(BOB, reader(listed));
        try (var server = open(SERVER);
                var bob = open(admission);
                var wire = new Wire(server, bob)) {
            wire.settle(millis);
            List<Entry> left = List.of(
                    entry(server.origin(), "n", Slot.VALUE),
                    entry(server.origin(), "n", new Slot.Edge("other")),
                    entry(server.origin(), "other", new Slot.Edge("n")));
            bob.merge(left);
            bob.merge(List.of(entry(server.origin(), "other", Slot.VALUE)));
            wire.settle(millis);
            assertThat(server.entries()).isEmpty();
            listed.remove("n");
            Entry list = entry(BOB, "n", new Slot.Acl(new Version(1, BOB).text()));
            bob.merge(List.of(list));
            pass(wire, server, bob);
            assertThat(server.entries()).containsAll(left).contains(list);
            assertThat(said(wire.right()))
                    .filteredOn(Message.Entries.class::isInstance)
                    .flatMap(message -> ((Message.Entries) message).entries())
                    .containsOnlyOnceElementsOf(left);
        }
    }

    private static Reader reader(Set<String> nodes) {
        return new Reader() {
            private final Reader same = new Fixed(Set.of());

            @Override
            public boolean mayRead(Node node) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean mayReceive(Entry entry) {
                return nodes.contains(entry.nodeId())
                        && (!(entry.slot() instanceof Slot.Edge edge) || nodes.contains(edge.target()));
            }

            @Override
            public Reader asOfNow() {
                return same;
            }
        };
    }

    /** Two replicas of equals: neither may have everything, so what one of both may not have is not theirs to speak of. */
    @Test
    void bothHaveToBeAllowed() {
        var carols = new Narrow();
        carols.hidden = Set.of("forCarolNot");
        bobs.hidden = Set.of("forBobNot");
        var forBob = new FakeAdmission(BOB);
        var forCarol = new FakeAdmission("carol");
        for (FakeAdmission admission : List.of(forBob, forCarol)) {
            admission.readers.put(BOB, bobs);
            admission.readers.put("carol", carols);
        }
        try (var bob = open(forBob);
                var carol = open(forCarol);
                var wire = new Wire(bob, carol)) {
            put(bob, "forCarolNot", 0, 3);
            put(bob, "open", 0, 3);
            put(carol, "forBobNot", 0, 3);
            bob.sync().listen(events::add);
            wire.settle(millis);
            pass(wire, bob, carol);
            assertThat(bob.size()).isEqualTo(6);
            assertThat(carol.size()).isEqualTo(6);
            assertThat(events).hasAtLeastOneElementOfType(ProvedEqual.class);
            assertThat(lastEqual(bob)).isNull();
        }
    }

    private static @Nullable Object lastEqual(GenosDatabase database) {
        return database.sync().status().lastEqual();
    }

    /** Only who was equal with a replica that may have all knows that it has missed nothing. */
    @Test
    void equalityWithWhoMayHaveAllIsRemembered() {
        try (var server = open(SERVER);
                var bob = open(BOB);
                var wire = new Wire(server, bob)) {
            put(server, "open", 0, 3);
            wire.settle(millis);
            pass(wire, server, bob);
            assertThat(lastEqual(bob)).isNotNull();
            assertThat(lastEqual(server)).isNotNull();
        }
    }

    private record State(List<Entry> whole, List<String> asked) implements Views.State {

        @Override
        public long entryCount() {
            return whole.size();
        }

        @Override
        public void forEachEntry(Consumer<Entry> visitor) {
            whole.forEach(visitor);
        }

        @Override
        public List<Entry> entriesAbout(String nodeId) {
            asked.add(nodeId);
            return whole.stream().filter(entry -> entry.nodeId().equals(nodeId)).toList();
        }
    }

    /** Also where nothing is merged. */
    @Test
    void strangersThatComeAndGoLeaveNoViewsBehind() {
        var views = new Views(new State(List.of(Stranger.entry("open", 1)), new ArrayList<>()));
        var gone = new Audience(SERVER, Reader.EVERYTHING, BOB, bobs);
        var before = views.index(gone);
        assertThat(views.index(gone)).isSameAs(before);
        gone.end();
        var here = new Audience(SERVER, Reader.EVERYTHING, BOB, bobs);
        var kept = views.index(here);
        assertThat(views.index(gone)).isNotSameAs(before).isNotSameAs(views.index(gone));
        assertThat(views.index(here)).isSameAs(kept);
    }

    @Test
    void nodesAreLookedAtAnewWhereTheirListsChangeAndOnlyThen() {
        var whole = new ArrayList<Entry>();
        var asked = new ArrayList<String>();
        var views = new Views(new State(whole, asked));
        views.index(new Audience(SERVER, Reader.EVERYTHING, BOB, bobs));
        views.index(new Audience(SERVER, Reader.EVERYTHING, "carol", bobs));
        var version = new Version(1, BOB);
        Entry role = entry(BOB, "user:bob", new Slot.Role(version.text()));
        Entry list = entry(BOB, "n", new Slot.Acl(version.text()));
        whole.addAll(List.of(role, list));
        views.follow(whole, List.of());
        assertThat(asked).containsExactly("n");
        views.follow(List.of(), List.of(role));
        assertThat(asked).containsExactly("n");
    }

    @Test
    void viewsOfPeersThatLeftAreForgotten() {
        var whole = new ArrayList<Entry>();
        var views = new Views(new State(whole, new ArrayList<>()));
        whole.add(Stranger.entry("open", 1));
        whole.add(Stranger.entry("secret", 2));
        var audience = new Audience(SERVER, Reader.EVERYTHING, BOB, bobs);
        var index = views.index(audience);
        assertThat(index.size()).isEqualTo(1);
        assertThat(views.index(Audience.EVERYBODY).size()).isEqualTo(2);
        Entry next = Stranger.entry("open2", 3);
        whole.add(next);
        views.follow(List.of(next), List.of());
        assertThat(views.index(audience)).isSameAs(index);
        assertThat(index.size()).isEqualTo(2);
        audience.end();
        whole.remove(next);
        views.follow(List.of(), List.of(next));
        assertThat(index.size()).isEqualTo(2);
        assertThat(views.index(Audience.EVERYBODY).size()).isEqualTo(2);
    }
}
