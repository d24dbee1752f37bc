package io.genosdb.rtc.transport;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A native factory and the connections it has made. It keeps about 180 bytes of every message they receive, and more of every
 * connection, until it is disposed: hence its wear is counted, and it is followed by another one in time. Used by the control
 * thread, but for {@link #wear}.
 */
final class Generation {

    /** What a closed connection leaves behind, in messages. */
    static final int WEAR_OF_A_CONNECTION = 50;

    /** A connection takes about 150 kB anyway: where there are many, more may be kept of messages before it matters. */
    private static final int CONNECTIONS_THAT_DOUBLE_THE_BUDGET = 50;

    private static final int WORN = 1;
    private static final int WORN_OUT = 2;

    final Set<WebRtcChannel> live = new LinkedHashSet<>();

    private final HeadlessAudioDeviceModule audio;
    private final PeerConnectionFactory factory;
    private final AtomicLong worn = new AtomicLong();
    private final AtomicInteger reached = new AtomicInteger();
    private volatile int connections;
    private final long budget;

    Generation(int messages) {
        this.budget = messages;
        // Without it the factory looks for sound cards.
        this.audio = new HeadlessAudioDeviceModule();
        this.factory = new PeerConnectionFactory(audio);
    }

    /** A connection is made with it. */
    PeerConnectionFactory used(WebRtcChannel by) {
        live.add(by);
        connections = live.size();
        return factory;
    }

    /**
     * Something was received, or made. By any thread.
     *
     * @param messages how many, or what is as much
     * @return whether one of the two limits was reached by that, so that {@link #isWorn} or {@link #isWornOut} is news
     */
    boolean wear(int messages) {
        long now = worn.addAndGet(messages);
        long limit = budget + budget * connections / CONNECTIONS_THAT_DOUBLE_THE_BUDGET;
        if (now >= WebRtcOptions.HARD_LIMIT_FACTOR * limit) {
            return isNews(WORN_OUT);
        }
        return now >= limit && isNews(WORN);
    }

    private boolean isNews(int level) {
        return reached.getAndUpdate(before -> Math.max(before, level)) < level;
    }

    boolean isWorn() {
        return reached.get() >= WORN;
    }

    boolean isWornOut() {
        return reached.get() >= WORN_OUT;
    }

    /** A connection has ended; what it leaves behind counts. Whether one of the limits was reached by that. */
    boolean left(WebRtcChannel ended) {
        if (!live.remove(ended)) {
            return false;
        }
        connections = live.size();
        return wear(WEAR_OF_A_CONNECTION);
    }

    List<WebRtcChannel> connections() {
        return List.copyOf(live);
    }

    /** Gives back what it keeps, its threads included. Its connections are closed already. */
    void dispose() {
        Natives.quietly(factory::dispose);
        Natives.quietly(audio::dispose);
        NativeHeap.trim();
    }
}
