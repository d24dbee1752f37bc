package io.genosdb.rtc.nostr;

import java.util.List;

/**
 * What a client says to a relay (NIP-01).
 *
 * @since 0.1
 */
public sealed interface ClientMessage {

    /**
     * An event for whoever has asked for its like.
     *
     * @param event the event
     */
    record Publish(NostrEvent event) implements ClientMessage {}

    /**
     * Asks for events from now on. Takes the place of an earlier request of the same name.
     *
     * @param subscription the client's name for it, 1 to 64 characters
     * @param filters what is asked for: whatever one of them matches; at least one
     */
    record Request(String subscription, List<Filter> filters) implements ClientMessage {

        /** Copies the filters. */
        public Request {
            filters = List.copyOf(filters);
        }
    }

    /**
     * Asks for no more.
     *
     * @param subscription the name of the request
     */
    record Close(String subscription) implements ClientMessage {}
}
