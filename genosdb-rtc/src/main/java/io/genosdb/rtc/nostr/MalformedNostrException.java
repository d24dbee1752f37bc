package io.genosdb.rtc.nostr;

/**
 * A message that is none of Nostr's, or beyond the bounds of {@link NostrCodec}.
 *
 * @since 0.1
 */
public final class MalformedNostrException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient RelayMessage answer;

    MalformedNostrException(String problem) {
        this(problem, new RelayMessage.Notice(text(problem)));
    }

    MalformedNostrException(String problem, RelayMessage answer) {
        super(problem);
        this.answer = answer;
    }

    /** What a refusal says, in its {@code OK} or {@code CLOSED}. */
    static String text(String problem) {
        return "invalid: " + problem;
    }

    /**
     * What a relay answers to such a message: a refusal of the event or of the request where it could be told which one was
     * meant, otherwise a notice. Its text begins with {@code invalid:}.
     *
     * @return the answer
     */
    public RelayMessage answer() {
        return answer;
    }
}
