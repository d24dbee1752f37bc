package io.genosdb.security;

import io.genosdb.IdStrategy;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Graph;
import io.genosdb.graph.Node;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.GuardedDatabase;
import io.genosdb.guard.SlotWrite;
import io.genosdb.query.IndexOptions;
import io.genosdb.query.Query;
import io.genosdb.query.QueryEngine;
import io.genosdb.security.cipher.EnvelopeCipher;
import io.genosdb.security.identity.Address;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Nodes whose value is one field with an envelope, which is bound to the node's identifier. */
final class EncryptedNodes implements SecretNodes {

    static final String FIELD = "secret";

    private static final Query ALL = Query.parse("{ query: { " + FIELD + ": { $startsWith: 'v1.' } } }");

    private final GuardedDatabase database;
    private final Actors actors;
    private final NodeAcls acls;
    private final Address self;
    private final EnvelopeCipher cipher;
    private final IdStrategy ids;

    EncryptedNodes(
            GuardedDatabase database,
            Actors actors,
            NodeAcls acls,
            Address self,
            EnvelopeCipher cipher,
            IdStrategy ids) {
        this.database = database;
        this.actors = actors;
        this.acls = acls;
        this.self = self;
        this.cipher = cipher;
        this.ids = ids;
    }

    @Override
    public String put(JsonObject value) {
        return put(value, self.text() + "/" + ids.idFor(value));
    }

    @Override
    public String put(JsonObject value, String id) {
        String envelope = cipher.encrypt(value.toString(), id);
        acls.put(actors.application(), self, JsonObject.of(Map.of(FIELD, new JsonString(envelope))), id);
        return id;
    }

    @Override
    public @Nullable JsonObject get(String id) {
        Node node = database.node(id);
        return node == null ? null : decrypt(node);
    }

    private @Nullable JsonObject decrypt(Node node) {
        if (!(node.value().get(FIELD) instanceof JsonString envelope)) {
            return null;
        }
        try {
            return JsonObject.parse(cipher.decrypt(envelope.value(), node.id()));
        } catch (IllegalArgumentException e) {
            // Somebody else's.
            return null;
        }
    }

    @Override
    public List<Decrypted> map(Query query) {
        var graph = new Graph();
        var stored = new HashMap<String, Node>();
        var entries = new ArrayList<Entry>();
        for (Node node : database.map(ALL)) {
            JsonObject value = decrypt(node);
            if (value != null) {
                stored.put(node.id(), node);
                entries.add(database.entries()
                        .create(
                                new EntryKey(node.id(), Slot.VALUE),
                                new Version(node.timestamp().packed(), ""),
                                value));
            }
        }
        graph.merge(entries);
        return new QueryEngine(graph, IndexOptions.DEFAULTS)
                .run(query).stream()
                        .map(node -> new Decrypted(Objects.requireNonNull(stored.get(node.id())), node.value()))
                        .toList();
    }

    @Override
    public boolean remove(String id) {
        if (get(id) == null) {
            return false;
        }
        database.write(actors.application(), version -> List.of(new SlotWrite(id, Slot.TOMBSTONE, null)));
        return true;
    }
}
