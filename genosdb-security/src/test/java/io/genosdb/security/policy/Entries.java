package io.genosdb.security.policy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Limits;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import org.jspecify.annotations.Nullable;

/** Makes entries of several authors; time is in whole milliseconds. Signatures are none of the judge's business. */
public final class Entries {

    /** Known addresses, with their checksums. */
    public static final String ROOT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    public static final String ANN = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    public static final String BOB = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
    public static final String EVE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
    public static final String SERVER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
    public static final String DAN = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";

    private static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);

    private Entries() {}

    public static Version at(long millis) {
        return at(millis, "A");
    }

    public static Version at(long millis, String origin) {
        return new Version(HybridTimestamp.of(millis, 0).packed(), origin);
    }

    public static Entry entry(String author, Version version, String nodeId, Slot slot, @Nullable JsonValue payload) {
        return FACTORY.create(new EntryKey(nodeId, slot), version, payload, author, new byte[0]);
    }

    public static Entry value(String author, long millis, String nodeId) {
        return value(author, at(millis), nodeId, "{\"at\":" + millis + "}");
    }

    public static Entry value(String author, Version version, String nodeId, String json) {
        return entry(author, version, nodeId, Slot.VALUE, JsonObject.parse(json));
    }

    public static Entry link(String author, long millis, String source, String target) {
        return entry(author, at(millis), source, new Slot.Edge(target), JsonBoolean.TRUE);
    }

    public static Entry removal(String author, long millis, String nodeId) {
        return entry(author, at(millis), nodeId, Slot.TOMBSTONE, null);
    }

    public static Entry role(String author, Version version, String subject, String json) {
        return entry(author, version, "user:" + subject, new Slot.Role(version.text()), JsonObject.parse(json));
    }

    public static Entry role(String author, Version version, String subject, Assignment assignment) {
        return entry(author, version, "user:" + subject, new Slot.Role(version.text()), assignment.payload());
    }

    public static Entry role(String author, long millis, String subject, String role) {
        return role(author, at(millis), subject, assignment(role));
    }

    public static Assignment assignment(String role) {
        return new Assignment(role, Long.MAX_VALUE, Assignment.FROM_ITS_OWN_TIME);
    }

    public static Entry acl(String author, Version version, String nodeId, String json) {
        return entry(author, version, nodeId, new Slot.Acl(version.text()), JsonObject.parse(json));
    }

    public static Entry acl(String author, long millis, String nodeId, AccessChange change) {
        return entry(author, at(millis), nodeId, new Slot.Acl(at(millis).text()), change.payload());
    }

    public static Entry claim(String author, long millis, String nodeId) {
        return acl(author, millis, nodeId, new AccessChange.Owner(author));
    }

    public static Entry grant(String author, long millis, String nodeId, String whom, Level level) {
        return acl(author, millis, nodeId, new AccessChange.Grant(whom, level));
    }
}
