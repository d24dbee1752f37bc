package io.genosdb.rtc.transport;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A native factory and the connections it has made. It keeps about 180 bytes of every message they receive, and more of every
 * connection, until it is disposed: hence its wear is counted, and it is followed by another one in time. Used by the control
 * thread, but for {@link #wear}.
 */
final class Generation {

    /** What a closed connection leaves behind, in messages. */
    static final int WEAR_OF_A_CONNECTION = 500;

    final Set<WebRtcChannel> live = new LinkedHashSet<>();

    private final HeadlessAudioDeviceModule audio;
    private final PeerConnectionFactory factory;
    private final AtomicLong worn = new AtomicLong();
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
        return isCrossed(budget, now, messages) || isCrossed(WebRtcOptions.HARD_LIMIT_FACTOR * budget, now, messages);
    }

    private static boolean isCrossed(long limit, long now, int by) {
        return now >= limit && now - by < limit;
    }

    boolean isWorn() {
        return worn.get() >= budget;
    }

    boolean isWornOut() {
        return worn.get() >= WebRtcOptions.HARD_LIMIT_FACTOR * budget;
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
