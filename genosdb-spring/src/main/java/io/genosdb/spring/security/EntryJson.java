package io.genosdb.spring.security;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Entry;
import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.EntryKey;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.guard.SlotWrite;
import io.genosdb.security.identity.Signatures;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Entries and what is to become entries, as JSON. A payload that is absent, or null where a slot holds no null, is a retraction.
 * Reads nothing but what is exactly so.
 */
final class EntryJson {

    /** How many entries a request may have. */
    static final int MAX_ENTRIES = 100;

    private static final Set<String> WRITE = Set.of("id", "slot", "payload");
    private static final Set<String> ENTRY =
            Set.of("id", "slot", "time", "counter", "origin", "author", "payload", "hash", "signature");
    private static final String HEX = "0x";

    private EntryJson() {}

    static JsonObject json(Entry entry) {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("id", new JsonString(entry.nodeId()));
        members.put("slot", new JsonString(entry.slot().text()));
        members.put("time", JsonNumber.of(HybridTimestamp.physical(entry.timestamp())));
        members.put("counter", JsonNumber.of(HybridTimestamp.logical(entry.timestamp())));
        members.put("origin", new JsonString(entry.origin()));
        members.put("author", new JsonString(entry.author()));
        JsonValue payload = entry.payload();
        if (payload != null) {
            members.put("payload", payload);
        } else if (!(entry.slot() instanceof Slot.Field)) {
            members.put("payload", JsonNull.NULL);
        }
        members.put("hash", new JsonString(HEX + entry.hash()));
        return JsonObject.of(members);
    }

    /** The elements of the one member of a request. */
    static JsonArray elements(JsonObject request, String member) {
        checkMembers(request, Set.of(member), "body");
        if (!(request.get(member) instanceof JsonArray elements) || elements.isEmpty()) {
            throw new InvalidValueException("at body." + member + ": needs an array that is not empty");
        }
        if (elements.size() > MAX_ENTRIES) {
            throw new InvalidValueException("at body." + member + ": at most " + MAX_ENTRIES + " at once");
        }
        return elements;
    }

    /** One of the things to write. Managed slots are named by their kind alone: the version is yet to come. */
    static SlotWrite write(JsonValue element, Version version, String place) {
        JsonObject write = object(element, WRITE, place);
        String text = string(write, "slot", place);
        Slot slot = switch (text) {
            case "role" -> new Slot.Role(version.text());
            case "acl" -> new Slot.Acl(version.text());
            default -> Slot.parse(text);
        };
        if (slot == null
                || (slot instanceof Slot.Managed managed && !managed.version().equals(version.text()))) {
            throw new InvalidValueException(
                    "at " + place + ".slot: needs value, value/<field>, edge/<node>, tombstone, role or acl");
        }
        return new SlotWrite(string(write, "id", place), slot, payload(write, slot));
    }

    /** A signed entry. */
    static Entry entry(JsonValue element, EntryFactory factory, String place) {
        JsonObject entry = object(element, ENTRY, place);
        Slot slot = Slot.parse(string(entry, "slot", place));
        if (slot == null) {
            throw new InvalidValueException("at " + place + ".slot: there is no such slot");
        }
        long time = number(entry, "time", HybridTimestamp.MAX_PHYSICAL, place);
        int counter = (int) number(entry, "counter", 0xFFFF, place);
        var version = new Version(HybridTimestamp.of(time, counter).packed(), string(entry, "origin", place));
        Entry made = factory.create(
                new EntryKey(string(entry, "id", place), slot),
                version,
                payload(entry, slot),
                string(entry, "author", place),
                signature(string(entry, "signature", place), place));
        if (entry.get("hash") != null && !string(entry, "hash", place).equals(HEX + made.hash())) {
            throw new InvalidValueException(
                    "at " + place + ".hash: not the hash of this entry; what was signed was another");
        }
        return made;
    }

    private static @Nullable JsonValue payload(JsonObject object, Slot slot) {
        JsonValue payload = object.get("payload");
        return payload instanceof JsonNull && !(slot instanceof Slot.Field) ? null : payload;
    }

    /** What wallets add to find the public key is of no use here. */
    private static byte[] signature(String text, String place) {
        int length = text.length() - HEX.length();
        if (text.startsWith(HEX) && (length == 2 * Signatures.BYTES || length == 2 * Signatures.COMPACT_BYTES)) {
            try {
                return Signatures.compact(HexFormat.of().parseHex(text, HEX.length(), text.length()));
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException("at " + place + ".signature: needs hexadecimal digits", e);
            }
        }
        throw new InvalidValueException("at " + place + ".signature: needs 0x and 65 bytes in hexadecimal digits");
    }

    private static JsonObject object(JsonValue element, Set<String> members, String place) {
        if (!(element instanceof JsonObject object)) {
            throw new InvalidValueException("at " + place + ": needs an object");
        }
        checkMembers(object, members, place);
        return object;
    }

    private static void checkMembers(JsonObject object, Set<String> members, String place) {
        object.forEach((name, value) -> {
            if (!members.contains(name)) {
                throw new InvalidValueException(
                        "at " + place + ": has " + new TreeSet<>(members) + " and nothing else");
            }
        });
    }

    private static String string(JsonObject object, String member, String place) {
        if (object.get(member) instanceof JsonString text) {
            return text.value();
        }
        throw new InvalidValueException("at " + place + "." + member + ": needs a string");
    }

    private static long number(JsonObject object, String member, long max, String place) {
        if (object.get(member) instanceof JsonNumber number
                && number.value() >= 0
                && number.value() <= max
                && number.value() == Math.rint(number.value())) {
            return (long) number.value();
        }
        throw new InvalidValueException("at " + place + "." + member + ": needs a whole number from 0 to " + max);
    }
}
