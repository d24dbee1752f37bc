package io.genosdb.rtc.browser;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Where peers of a test meet.
 *
 * @param appId the application
 * @param room the room
 * @param password its password; empty for none
 * @param relays over which
 */
record Meeting(String appId, String room, String password, List<URI> relays) {

    /** In a room where nobody has ever been. */
    static Meeting over(URI... relays) {
        return new Meeting("genosdb-tests", UUID.randomUUID().toString(), "", List.of(relays));
    }

    Meeting withPassword(String word) {
        return new Meeting(appId, room, word, relays);
    }

    static Meeting of(Map<?, ?> written) {
        List<URI> relays = ((List<?>) Objects.requireNonNull(written.get("relays")))
                .stream().map(relay -> URI.create((String) relay)).toList();
        return new Meeting(
                (String) Objects.requireNonNull(written.get("appId")),
                (String) Objects.requireNonNull(written.get("room")),
                (String) Objects.requireNonNull(written.get("password")),
                relays);
    }

    Map<String, Object> written() {
        return Map.of(
                "appId", appId,
                "room", room,
                "password", password,
                "relays", relays.stream().map(URI::toString).toList());
    }
}
