package io.genosdb.rtc.nostr;

/**
 * What a relay says to a client (NIP-01 and NIP-42). Texts are for people; of refusals they begin with a word and a colon that
 * are for programs, for example {@code rate-limited:}.
 *
 * @since 0.1
 */
public sealed interface RelayMessage {

    /**
     * An event that was asked for.
     *
     * @param subscription the name of the request
     * @param event the event, as it came: see {@link NostrKeys#verify}
     */
    record Event(String subscription, NostrEvent event) implements RelayMessage {}

    /**
     * What became of a published event.
     *
     * @param id the event's
     * @param accepted whether the relay took it
     * @param text why not, or any remark
     */
    record Ok(String id, boolean accepted, String text) implements RelayMessage {}

    /**
     * What was stored has been sent; what follows is new.
     *
     * @param subscription the name of the request
     */
    record EndOfStored(String subscription) implements RelayMessage {}

    /**
     * The relay has ended a request, or refuses it.
     *
     * @param subscription the name of the request
     * @param text why
     */
    record Closed(String subscription, String text) implements RelayMessage {}

    /**
     * A remark.
     *
     * @param text for people
     */
    record Notice(String text) implements RelayMessage {}

    /**
     * The relay wants to know who the client is.
     *
     * @param challenge what the client would have to sign
     */
    record Auth(String challenge) implements RelayMessage {}

    /**
     * Something of a later protocol, to be passed over.
     *
     * @param type how it is called
     */
    record Unknown(String type) implements RelayMessage {}
}
