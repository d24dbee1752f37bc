package io.genosdb.security.policy;

import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the payload of an {@code acl/} entry says.
 *
 * @since 0.1
 */
public sealed interface AccessChange {

    /** In place of an address: everybody. */
    String EVERYONE = "*";

    /**
     * The payload that says this.
     *
     * @return a JSON object
     */
    JsonObject payload();

    /**
     * The node belongs to somebody from now on: a claim, or a transfer.
     *
     * @param address to whom
     */
    record Owner(String address) implements AccessChange {
        @Override
        public JsonObject payload() {
            return JsonObject.of(Map.of("owner", new JsonString(address)));
        }
    }

    /**
     * Somebody is allowed something, instead of what they were allowed before.
     *
     * @param address whom, or {@value #EVERYONE}
     * @param level what; {@link Level#NONE} to revoke
     */
    record Grant(String address, Level level) implements AccessChange {
        @Override
        public JsonObject payload() {
            return level == Level.NONE
                    ? JsonObject.of(Map.of("revoke", new JsonString(address)))
                    : JsonObject.of(Map.of(
                            "grant",
                            new JsonString(address),
                            "level",
                            new JsonString(level.name().toLowerCase(Locale.ROOT))));
        }
    }

    /** Reads a payload, or returns {@code null} where it says anything else or more. */
    static @Nullable AccessChange parse(@Nullable JsonValue payload, Names addresses) {
        if (!(payload instanceof JsonObject object)) {
            return null;
        }
        if (object.size() == 1 && object.get("owner") instanceof JsonString owner) {
            return addresses.isAddress(owner.value()) ? new Owner(owner.value()) : null;
        }
        if (object.size() == 1 && object.get("revoke") instanceof JsonString whom) {
            return isGrantee(whom.value(), addresses) ? new Grant(whom.value(), Level.NONE) : null;
        }
        if (object.size() == 2
                && object.get("grant") instanceof JsonString whom
                && object.get("level") instanceof JsonString name) {
            Level level = level(name.value());
            return level != null && isGrantee(whom.value(), addresses) ? new Grant(whom.value(), level) : null;
        }
        return null;
    }

    private static boolean isGrantee(String text, Names addresses) {
        return text.equals(EVERYONE) || addresses.isAddress(text);
    }

    private static @Nullable Level level(String name) {
        return switch (name) {
            case "read" -> Level.READ;
            case "write" -> Level.WRITE;
            case "delete" -> Level.DELETE;
            default -> null;
        };
    }
}
