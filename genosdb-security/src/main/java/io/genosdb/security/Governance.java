package io.genosdb.security;

import io.genosdb.graph.Node;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Judge;
import io.genosdb.security.policy.Permission;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives roles by rules, wherever the identity may assign roles: whenever a user's node changes, and when one has been left alone for
 * as long as a rule says. Writes only where that gives somebody another role than they hold. Leaves alone superadmins, and
 * whoever was expressly given no role: rules do not undo a banishment. Thread-safe.
 */
final class Governance {

    private static final Logger logger = LoggerFactory.getLogger(Governance.class);
    private static final Query USERS = Query.parse("{ query: { id: { $startsWith: '" + Judge.USER_PREFIX + "' } } }");
    private static final Duration CHECK = Duration.ofSeconds(1);

    /** More changes of one role are no ladder but somebody who plays with it, and each stays in the history for ever. */
    private static final int CHANGES_AT_MOST = 10;

    private static final Duration CHANGES_SPAN = Duration.ofHours(1);

    private record Due(long millis, String nodeId) {}

    private final GuardedDatabase database;
    private final Judge judge;
    private final Address self;
    private final List<GovernanceRule> rules;
    private final BiConsumer<Address, String> assign;

    /** When a node is to be looked at again. */
    private final TreeSet<Due> due =
            new TreeSet<>(Comparator.comparingLong(Due::millis).thenComparing(Due::nodeId));

    private final Map<String, Due> dueByNode = new HashMap<>();

    /** When the roles of users were changed here within the span; whose was changed last comes last. */
    private final Map<String, Deque<Long>> changes = new LinkedHashMap<>();

    private boolean governs;

    /**
     * Makes it.
     *
     * @param database where users are
     * @param judge knows roles
     * @param self in whose name roles are given
     * @param rules the rules in order
     * @param assign gives a role
     */
    Governance(
            GuardedDatabase database,
            Judge judge,
            Address self,
            List<GovernanceRule> rules,
            BiConsumer<Address, String> assign) {
        this.database = database;
        this.judge = judge;
        this.self = self;
        this.rules = List.copyOf(rules);
        this.assign = assign;
    }

    void start() {
        database.map(USERS, this::onEvent);
        database.every(CHECK, this::check);
    }

    private void onEvent(MapEvent event) {
        if (mayGovern()) {
            govern(event.id());
        }
    }

    private boolean mayGovern() {
        return judge.permissionsNow(self.text(), database.wallMillis()).contains(Permission.ASSIGN_ROLE);
    }

    /** What has become due; and everybody, when this identity has just been given the right. */
    private void check() {
        boolean governed;
        synchronized (due) {
            governed = governs;
            governs = mayGovern();
            if (!governs) {
                return;
            }
        }
        if (!governed) {
            database.map(USERS).forEach(node -> govern(node.id()));
        }
        for (Due next = nextDue(); next != null; next = nextDue()) {
            govern(next.nodeId());
        }
        forgetChanges();
    }

    private synchronized void forgetChanges() {
        long before = database.wallMillis() - CHANGES_SPAN.toMillis();
        Iterator<Deque<Long>> eldest = changes.values().iterator();
        while (eldest.hasNext() && eldest.next().getLast() <= before) {
            eldest.remove();
        }
    }

    private @Nullable Due nextDue() {
        synchronized (due) {
            Due next = due.isEmpty() ? null : due.first();
            if (next == null || next.millis() > database.wallMillis()) {
                return null;
            }
            due.remove(next);
            dueByNode.remove(next.nodeId());
            return next;
        }
    }

    /** Looks at a node again when something first becomes due; then also at what becomes due later. */
    private void lookAgain(String nodeId, long millis) {
        synchronized (due) {
            Due known = dueByNode.get(nodeId);
            if (known == null || millis < known.millis()) {
                var sooner = new Due(millis, nodeId);
                dueByNode.put(nodeId, sooner);
                due.add(sooner);
                if (known != null) {
                    due.remove(known);
                }
            }
        }
    }

    /** Gives a user the role of the last rule that matches. Two at once could both write. */
    private synchronized void govern(String nodeId) {
        Node node = database.node(nodeId);
        String address = nodeId.substring(Judge.USER_PREFIX.length());
        if (node == null || !judge.isAddress(address) || judge.policy().isSuperAdmin(address)) {
            return;
        }
        String role = null;
        for (GovernanceRule rule : rules) {
            if (rule.when().matches(node) && isDue(rule, node)) {
                role = rule.role();
            }
        }
        boolean isNews = role != null && !Objects.equals(role, judge.roleNow(address, database.wallMillis()));
        if (role != null && isNews && !judge.isBanished(address) && mayChange(nodeId)) {
            try {
                assign.accept(new Address(address), role);
            } catch (NotPermittedException e) {
                logger.warn("governance could not give {} the role '{}': {}", address, role, e.getMessage());
            }
        }
    }

    /** Whether the node was left alone for long enough; otherwise it is looked at again when it will have been. */
    private boolean isDue(GovernanceRule rule, Node node) {
        Duration after = rule.after();
        if (after == null) {
            return true;
        }
        long millis = node.timestamp().physical() + after.toMillis();
        if (millis <= database.wallMillis()) {
            return true;
        }
        lookAgain(node.id(), millis);
        return false;
    }

    /** Whether a user's role may be changed once more already; otherwise it is looked at again when it may. */
    private boolean mayChange(String nodeId) {
        long now = database.wallMillis();
        long before = now - CHANGES_SPAN.toMillis();
        Deque<Long> times = changes.getOrDefault(nodeId, new ArrayDeque<>());
        while (!times.isEmpty() && times.getFirst() <= before) {
            times.removeFirst();
        }
        if (times.size() == CHANGES_AT_MOST) {
            lookAgain(nodeId, times.getFirst() + CHANGES_SPAN.toMillis());
            return false;
        }
        times.addLast(now);
        changes.remove(nodeId);
        changes.put(nodeId, times);
        return true;
    }
}
