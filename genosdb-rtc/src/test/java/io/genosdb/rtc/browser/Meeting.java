package io.genosdb.rtc.browser;

import java.net.URI;
import java.util.List;
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
}
