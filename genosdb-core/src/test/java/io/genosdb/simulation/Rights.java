package io.genosdb.simulation;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Node;
import io.genosdb.graph.Reader;
import io.genosdb.graph.Slot;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may receive what, by a set of role and access entries: a small model of the rules, without signatures. A node without access
 * entries is open to everybody with a role; otherwise its owner and those may read it who were granted to and not revoked since.
 */
final class Rights {

    static final String EVERYBODY = "*";
    static final String REPLICATE = "replicate";
    static final String READER = "reader";
    static final String NONE = "none";
    private static final String USER = "user:";

    private final Set<String> alwaysReplicate;
    private final Map<String, List<Entry>> managed = new HashMap<>();

    Rights(Set<String> alwaysReplicate) {
        this.alwaysReplicate = alwaysReplicate;
    }

    /** Takes note of an entry; returns whether it changes what somebody may do. */
    boolean add(Entry entry) {
        if (!(entry.slot() instanceof Slot.Managed)) {
            return false;
        }
        List<Entry> known = managed.computeIfAbsent(entry.nodeId(), id -> new ArrayList<>());
        if (known.contains(entry)) {
            return false;
        }
        known.add(entry);
        known.sort(Comparator.naturalOrder());
        return true;
    }

    String role(String address) {
        if (alwaysReplicate.contains(address)) {
            return REPLICATE;
        }
        List<Entry> known = managed.getOrDefault(USER + address, List.of());
        return known.isEmpty() ? READER : text(known.get(known.size() - 1), "role");
    }

    private static @Nullable String member(Entry entry, String name) {
        return entry.payload() instanceof JsonObject object && object.get(name) instanceof JsonString text
                ? text.value()
                : null;
    }

    private static String text(Entry entry, String name) {
        String text = member(entry, name);
        if (text == null) {
            throw new AssertionError("no " + name + " in " + entry);
        }
        return text;
    }

    boolean mayRead(String address, String nodeId) {
        return switch (role(address)) {
            case REPLICATE -> true;
            case READER -> isListed(address, nodeId);
            default -> false;
        };
    }

    private boolean isListed(String address, String nodeId) {
        List<Entry> list = managed.getOrDefault(nodeId, List.of());
        if (list.isEmpty() || nodeId.startsWith(USER)) {
            return true;
        }
        Set<String> granted = new HashSet<>();
        String owner = null;
        for (Entry entry : list) {
            String claimed = member(entry, "owner");
            owner = owner == null ? claimed : owner;
            String grant = member(entry, "grant");
            if (grant != null) {
                granted.add(grant);
            }
            String revoke = member(entry, "revoke");
            if (revoke != null) {
                granted.remove(revoke);
            }
        }
        return owner == null || owner.equals(address) || granted.contains(address) || granted.contains(EVERYBODY);
    }

    private boolean wasNamed(String address, String nodeId) {
        return managed.getOrDefault(nodeId, List.of()).stream()
                .anyMatch(entry -> List.of("owner", "grant", "revoke").stream()
                        .map(name -> member(entry, name))
                        .anyMatch(named -> address.equals(named) || EVERYBODY.equals(named)));
    }

    boolean mayReceive(String address, Entry entry) {
        String role = role(address);
        if (role.equals(REPLICATE) || entry.slot() instanceof Slot.Role) {
            return true;
        }
        if (role.equals(NONE)) {
            return entry.nodeId().equals(USER + address);
        }
        if (entry.slot() instanceof Slot.Acl) {
            return member(entry, "owner") != null
                    || wasNamed(address, entry.nodeId())
                    || mayRead(address, entry.nodeId());
        }
        return mayRead(address, entry.nodeId())
                && (!(entry.slot() instanceof Slot.Edge edge) || mayRead(address, edge.target()));
    }

    Reader reader(String address) {
        return new AddressReader(address);
    }

    private final class AddressReader implements Reader {
        private final String address;

        private AddressReader(String address) {
            this.address = address;
        }

        @Override
        public boolean mayRead(Node node) {
            return Rights.this.mayRead(address, node.id());
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return Rights.this.mayReceive(address, entry);
        }

        @Override
        public Reader asOfNow() {
            return role(address).equals(REPLICATE) ? EVERYTHING : new Fixed(address, role(address), this);
        }
    }

    private record Fixed(String address, String role, Reader now) implements Reader {

        @Override
        public boolean mayRead(Node node) {
            return now.mayRead(node);
        }

        @Override
        public boolean mayReceive(Entry entry) {
            return now.mayReceive(entry);
        }

        @Override
        public Reader asOfNow() {
            return this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fixed that && address.equals(that.address) && role.equals(that.role);
        }

        @Override
        public int hashCode() {
            return address.hashCode();
        }
    }
}
