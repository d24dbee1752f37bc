package io.genosdb.security.policy;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the payload of a {@code role/} entry says.
 *
 * @param role a role's name, or {@value Roles#NONE}
 * @param expiresAt the first millisecond at which it is no role any more; {@link Long#MAX_VALUE} for never
 * @param since from when on it is the role, in milliseconds; {@value #FROM_ITS_OWN_TIME} for the entry's own version
 * @since 0.1
 */
public record Assignment(String role, long expiresAt, long since) {

    /** In place of a time from which on it counts. */
    public static final long FROM_ITS_OWN_TIME = -1;

    private static final int LONGEST_NAME = 100;

    /**
     * The payload that says this.
     *
     * @return a JSON object
     */
    public JsonObject payload() {
        var members = new LinkedHashMap<String, JsonValue>();
        members.put("role", new JsonString(role));
        if (expiresAt != Long.MAX_VALUE) {
            members.put("expiresAt", JsonNumber.of(expiresAt));
        }
        if (since != FROM_ITS_OWN_TIME) {
            members.put("since", JsonNumber.of(since));
        }
        return JsonObject.of(members);
    }

    /** Reads a payload, or returns {@code null} where it says anything else or more. */
    static @Nullable Assignment parse(@Nullable JsonValue payload) {
        if (!(payload instanceof JsonObject object) || !(object.get("role") instanceof JsonString name)) {
            return null;
        }
        Long expiresAt =
                object.get("expiresAt") == null ? Long.valueOf(Long.MAX_VALUE) : millis(object.get("expiresAt"));
        Long since = object.get("since") == null ? Long.valueOf(FROM_ITS_OWN_TIME) : millis(object.get("since"));
        int known = 1 + (object.get("expiresAt") == null ? 0 : 1) + (object.get("since") == null ? 0 : 1);
        boolean isWhole = object.size() == known
                && !name.value().isBlank()
                && name.value().length() <= LONGEST_NAME;
        return isWhole && expiresAt != null && since != null ? new Assignment(name.value(), expiresAt, since) : null;
    }

    private static @Nullable Long millis(@Nullable JsonValue value) {
        if (!(value instanceof JsonNumber number)) {
            return null;
        }
        double millis = number.value();
        boolean isTime = millis >= 0 && millis <= HybridTimestamp.MAX_PHYSICAL && millis == Math.rint(millis);
        return isTime ? Long.valueOf((long) millis) : null;
    }

    boolean isSince() {
        return since != FROM_ITS_OWN_TIME;
    }
}
