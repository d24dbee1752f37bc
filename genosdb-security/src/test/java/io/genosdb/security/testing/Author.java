package io.genosdb.security.testing;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.Random;

/** Somebody with a key, who signs whatever they like: entries that no honest database would make. */
public final class Author {

    private final String database;
    private final String origin;
    private final Identity identity;
    private final EntryFactory factory;

    private Author(String database, String origin, Identity identity) {
        this.database = database;
        this.origin = origin;
        this.identity = identity;
        this.factory = new EntryFactory(database, Limits.DEFAULTS);
    }

    public static Author of(String database, Identity identity) {
        return new Author(database, "author-" + identity.address().text().substring(2, 15), identity);
    }

    /** An identity that is the same in every run. */
    public static Identity identity(long seed) {
        var key = new byte[32];
        new Random(seed * 31 + 7).nextBytes(key);
        key[0] = 1;
        return Identity.ofPrivateKey(key);
    }

    /** The same person in another database. */
    public Author in(String other) {
        return new Author(other, origin, identity);
    }

    /** The same person at another replica. */
    public Author from(String otherOrigin) {
        return new Author(database, otherOrigin, identity);
    }

    public Identity identity() {
        return identity;
    }

    public Address address() {
        return identity.address();
    }

    public String text() {
        return identity.address().text();
    }

    /** The author's node. */
    public String profile() {
        return "user:" + text();
    }

    /** An identifier that belongs to the author. */
    public String own(String name) {
        return text() + "/" + name;
    }

    public Version at(long millis) {
        return at(millis, 0);
    }

    public Version at(long millis, int logical) {
        return new Version(HybridTimestamp.of(millis, logical).packed(), origin);
    }

    public Entry entry(String node, Slot slot, JsonValue payload, Version version) {
        return entryAs(text(), node, slot, payload, version);
    }

    /** An entry that names somebody else, or something else, as its author. */
    public Entry entryAs(String authorText, String node, Slot slot, JsonValue payload, Version version) {
        return factory.create(new EntryKey(node, slot), version, payload, authorText, identity::sign);
    }

    /** An entry without a signature. */
    public Entry unsigned(String authorText, String node, Slot slot, JsonValue payload, Version version) {
        return factory.create(new EntryKey(node, slot), version, payload, authorText, new byte[0]);
    }

    public Entry put(String node, String json, long millis) {
        return entry(node, Slot.VALUE, JsonObject.parse(json), at(millis));
    }

    public Entry remove(String node, long millis) {
        return entry(node, Slot.TOMBSTONE, null, at(millis));
    }

    public Entry link(String source, String target, long millis) {
        return entry(source, new Slot.Edge(target), JsonBoolean.TRUE, at(millis));
    }

    public Entry unlink(String source, String target, long millis) {
        return entry(source, new Slot.Edge(target), null, at(millis));
    }

    public Entry role(String address, String json, long millis) {
        return role(address, json, at(millis));
    }

    public Entry role(String address, String json, Version version) {
        return entry("user:" + address, new Slot.Role(version.text()), JsonObject.parse(json), version);
    }

    public Entry acl(String node, String json, long millis) {
        return acl(node, json, at(millis));
    }

    public Entry acl(String node, String json, Version version) {
        return entry(node, new Slot.Acl(version.text()), JsonObject.parse(json), version);
    }

    /** How the author, unknown so far, becomes a guest. */
    public Entry welcome(long millis) {
        return role(text(), "{\"role\":\"guest\"}", millis);
    }

    @Override
    public String toString() {
        return origin;
    }
}
