package io.genosdb.simulation;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryCodec;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Limits;
import io.genosdb.graph.MalformedEntryException;
import io.genosdb.sync.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The simplest sync there is, to try the simulator: everything to everybody, one entry a frame, again with every connection. */
final class NaiveSync implements Protocol.Peer {

    private final EntryCodec codec = new EntryCodec(new EntryFactory(World.DATABASE, Limits.DEFAULTS));
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final GenosDatabase database;
    private final Predicate<Entry> sends;

    NaiveSync(GenosDatabase database, Predicate<Entry> sends) {
        this.database = database;
        this.sends = sends;
        database.onMerge((result, source) -> sessions.forEach(session -> session.queue(result.accepted())));
    }

    @Override
    public Endpoint connect(Link link) {
        var session = new Session(link);
        session.queue(database.entries());
        sessions.add(session);
        return session;
    }

    private final class Session implements Endpoint {
        private final Link link;
        private final Deque<Entry> queue = new ArrayDeque<>();

        private Session(Link link) {
            this.link = link;
        }

        private void queue(List<Entry> entries) {
            entries.stream().filter(sends).forEach(queue::add);
            link.wake();
        }

        @Override
        public byte @Nullable [] nextFrame() {
            Entry next = queue.poll();
            return next == null ? null : codec.encode(next);
        }

        @Override
        public void receive(byte[] frame) {
            try {
                database.merge(List.of(codec.decode(frame)));
            } catch (MalformedEntryException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void closed(String reason) {
            sessions.remove(this);
        }
    }
}
