package io.genosdb.rtc.browser;

import java.util.List;
import java.util.Set;

/**
 * A peer of a test's room: a page, or a peer of ours. All have the channels {@code chat} and {@code file}, which tell what
 * comes, {@code echo}, which sends it back over {@code echoed}, and {@code burst}, which counts. Times are in milliseconds since
 * 1970.
 */
interface Member extends AutoCloseable {

    /** How it is called in the room it joined last. */
    String self();

    /** Begins to join; the time before. */
    double join(Meeting meeting);

    /** Says goodbye; the time before. */
    double leave();

    /** Whom it can send to. */
    Set<String> peers();

    /** What it told. */
    Happenings happenings();

    /** Sends JSON or text over {@code chat}; the time before. Without a target to all, with {@code null} no metadata. */
    double send(Object data, String target, Object metadata);

    /** Sends bytes that {@link TestBytes} can make again; the time before. Completed when the last is on its way. */
    double sendBytes(int size, String target, Object metadata);

    /** How long each of some echoes of {@code json}, {@code text} or {@code binary} took, in milliseconds. */
    List<Double> echoes(String peer, String kind, int count);

    /** Sends short messages over {@code burst} as fast as they go. */
    void startBurst(String target);

    /** Ends {@link #startBurst}. */
    void stopBurst();

    /** How many came over {@code burst}. */
    long burstReceived();

    /** How long a ping took, in milliseconds. */
    double ping(String peer);

    /** Ends without a goodbye, as a process that is killed. */
    void kill();

    @Override
    void close();

    /** Waits until it can send to another. */
    default Happening awaitJoin(Member other) {
        return happenings().await("join", next -> next.concerns(other.self()));
    }

    /** Waits until it knows that another is gone. */
    default Happening awaitLeave(String other) {
        return happenings().await("leave", next -> next.concerns(other));
    }
}
