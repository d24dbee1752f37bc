package io.genosdb.security;

import io.genosdb.graph.Access;
import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Standing;
import io.genosdb.value.JsonObject;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is for one address, by its role and by access lists. Takes no locks. The one of {@link GenosSecurity} follows the role;
 * the ones it gives for a moment do not.
 */
abstract class AddressReader implements Reader {

    private final Judge judge;
    private final String address;
    private final String own;

    private AddressReader(Judge judge, String address) {
        this.judge = judge;
        this.address = address;
        this.own = Judge.USER_PREFIX + address;
    }

    /**
     * The rights of an address, whatever they are when somebody asks.
     *
     * @param judge knows roles and lists
     * @param address who; the empty string for somebody unknown
     * @param revision changes whenever a role does
     * @param wallMillis tells when a role expires
     */
    static AddressReader following(Judge judge, String address, LongSupplier revision, LongSupplier wallMillis) {
        return new Following(judge, address, revision, wallMillis);
    }

    abstract Standing standing();

    @Override
    public boolean mayRead(Node node) {
        return mayRead(standing(), node.access());
    }

    private boolean mayRead(Standing standing, @Nullable Access access) {
        if (standing.mayReplicate()) {
            return true;
        }
        if (access == null) {
            return standing.mayRead();
        }
        return standing.mayRead() ? access.isReadableBy(address) : access.isReadableBy("");
    }

    @Override
    public boolean mayReceive(Entry entry) {
        Standing standing = standing();
        if (standing.mayReplicate() || entry.slot() instanceof Slot.Role) {
            return true;
        }
        String nodeId = entry.nodeId();
        if (!standing.maySync()) {
            return nodeId.equals(own) && !(entry.slot() instanceof Slot.Edge);
        }
        if (entry.slot() instanceof Slot.Edge edge && !mayReceive(standing, edge.target())) {
            // Or else the target's removal, which buries the edge, would never be heard of.
            return false;
        }
        return mayReceive(standing, nodeId)
                || (entry.slot() instanceof Slot.Acl && (judge.everNamed(nodeId, address) || isClaim(entry)));
    }

    private boolean mayReceive(Standing standing, String nodeId) {
        return nodeId.equals(own) || mayRead(standing, judge.access(nodeId));
    }

    /** Whoever could read the node while nobody owned it has to learn that it is owned now. */
    private boolean isClaim(Entry entry) {
        return entry.payload() instanceof JsonObject change
                && change.get("owner") != null
                && !judge.isOwnedById(entry.nodeId());
    }

    @Override
    public Reader asOfNow() {
        Standing standing = standing();
        return standing.mayReplicate() ? EVERYTHING : new Fixed(judge, address, standing);
    }

    @Override
    public String toString() {
        return address.isEmpty() ? "somebody unknown" : address;
    }

    /** Looks the role up again only when some role has changed, or this one has expired. */
    private static final class Following extends AddressReader {

        private record Known(long revision, Standing standing) {}

        private final Judge judge;
        private final String address;
        private final LongSupplier revision;
        private final LongSupplier wallMillis;
        private volatile Known known = new Known(-1, Standing.NONE);

        private Following(Judge judge, String address, LongSupplier revision, LongSupplier wallMillis) {
            super(judge, address);
            this.judge = judge;
            this.address = address;
            this.revision = revision;
            this.wallMillis = wallMillis;
        }

        @Override
        Standing standing() {
            Known last = known;
            long until = last.standing().until();
            if (last.revision() == revision.getAsLong()
                    && (until == Long.MAX_VALUE || wallMillis.getAsLong() < until)) {
                return last.standing();
            }
            // The revision first: what changes in between is looked up once more then.
            long current = revision.getAsLong();
            Standing standing = judge.standing(address, wallMillis.getAsLong());
            known = new Known(current, standing);
            return standing;
        }
    }

    private static final class Fixed extends AddressReader {

        private final String address;
        private final Standing standing;

        private Fixed(Judge judge, String address, Standing standing) {
            super(judge, address);
            this.address = address;
            this.standing = standing;
        }

        @Override
        Standing standing() {
            return standing;
        }

        @Override
        public Reader asOfNow() {
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fixed that
                    && address.equals(that.address)
                    && standing.mayRead() == that.standing.mayRead()
                    && standing.maySync() == that.standing.maySync();
        }

        @Override
        public int hashCode() {
            return Objects.hash(address, standing.mayRead(), standing.maySync());
        }
    }
}
