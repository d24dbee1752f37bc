package io.genosdb.rtc.nostr;

/** What a relay's refusal means for the rest of the session, by the word that it begins with (NIP-01). */
enum Refusal {
    /** It has what it was given. */
    NONE,
    /** It may be otherwise after a while. */
    FOR_NOW,
    /** It will not be otherwise: payment, proof of work or a login is wanted, or such events are not. */
    FOR_GOOD;

    static Refusal of(String text) {
        int colon = text.indexOf(':');
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "duplicate" -> NONE;
            case "rate-limited", "error" -> FOR_NOW;
            default -> FOR_GOOD;
        };
    }
}
