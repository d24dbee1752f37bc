package io.genosdb.rtc.transport;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection over WebRTC. The control thread makes, describes and ends it; native threads call the observers, which copy and
 * hand over; whoever sends calls native code by itself, under a lock that keeps the channel from being disposed meanwhile.
 */
final class WebRtcChannel implements PeerChannel {

    /** Received and not yet heard of by the listener, which has stopped listening if it comes to this. */
    static final long MAX_UNHEARD_BYTES = 64L * 1024 * 1024;

    /** What a message takes beside its bytes, roughly. */
    private static final int BYTES_OF_A_TASK = 128;

    private static final int WRITABLE_BELOW = MAX_BUFFERED_BYTES / 2;
    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(16);
    private static final String LABEL = "data";
    private static final Pattern FRAGMENT = Pattern.compile(" ufrag (\\S+)");

    private enum State {
        NEW,
        OPEN,
        CLOSED
    }

    private final WebRtcTransport transport;
    private final Events listener;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final AtomicLong unheard = new AtomicLong();
    private final AtomicInteger candidates = new AtomicInteger();

    // By the control thread only.
    private final List<IceCandidate> early = new ArrayList<>();
    private @Nullable RTCPeerConnection connection;
    private boolean remoteGiven;
    private boolean remoteKnown;

    // By the events thread only.
    private boolean done;

    private volatile String ownDescription = "";
    private volatile String peersDescription = "";
    private volatile @Nullable Generation generation;
    private volatile @Nullable ChannelObserver observer;
    private volatile @Nullable RTCDataChannel data;

    private final Object sending = new Object();
    // Guarded by sending.
    private boolean disposed;
    private boolean waiting;
    private long buffered;

    WebRtcChannel(WebRtcTransport transport, Events listener) {
        this.transport = transport;
        this.listener = listener;
    }

    // The way to an open channel, by the control thread.

    void begin(@Nullable String offer) {
        if (state.get() == State.CLOSED) {
            return;
        }
        try {
            String remote = offer == null ? null : RemoteSdp.checked(offer);
            Generation by = transport.generation();
            generation = by;
            RTCPeerConnection made =
                    by.used(this).createPeerConnection(transport.configuration(), new ConnectionObserver());
            connection = made;
            if (remote == null) {
                listen(made.createDataChannel(LABEL, new RTCDataChannelInit()));
                made.createOffer(new RTCOfferOptions(), new Described());
            } else {
                remoteGiven = true;
                peersDescription = remote;
                made.setRemoteDescription(new RTCSessionDescription(RTCSdpType.OFFER, remote), new Applied(() -> {
                    remoteIsKnown();
                    connection().createAnswer(new RTCAnswerOptions(), new Described());
                }));
            }
            transport.later(transport.options().openTimeout(), this::giveUp);
        } catch (Exception | Error e) {
            unusable(offer == null ? "No connection could be made" : "The offer is unusable", e);
        }
    }

    private RTCPeerConnection connection() {
        RTCPeerConnection made = connection;
        if (made == null) {
            throw new IllegalStateException("The connection has ended");
        }
        return made;
    }

    private void giveUp() {
        if (state.get() == State.NEW) {
            close("Not open within " + transport.options().openTimeout().toSeconds() + " s");
        }
    }

    private void unusable(String what, Throwable why) {
        close(what + ": " + why.getMessage());
    }

    private void describe(RTCSessionDescription description) {
        ownDescription = description.sdp;
        emit(() -> listener.described(this, description.sdp));
        connection().setLocalDescription(description, new Applied(() -> {}));
    }

    @Override
    public void accept(String description) {
        transport.control(() -> {
            if (remoteGiven || connection == null) {
                return;
            }
            remoteGiven = true;
            peersDescription = description;
            try {
                connection()
                        .setRemoteDescription(
                                new RTCSessionDescription(RTCSdpType.ANSWER, RemoteSdp.checked(description)),
                                new Applied(this::remoteIsKnown));
            } catch (RuntimeException | Error e) {
                unusable("The answer is unusable", e);
            }
        });
    }

    @Override
    public void add(IceCandidate candidate) {
        if (state.get() == State.CLOSED
                || !RemoteSdp.isUsable(candidate.candidate())
                || candidates.incrementAndGet() > RemoteSdp.MAX_CANDIDATES) {
            return;
        }
        transport.control(() -> {
            if (remoteKnown) {
                addNow(candidate);
            } else {
                early.add(candidate);
            }
        });
    }

    private void addNow(IceCandidate candidate) {
        String section = candidate.sdpMid();
        Natives.quietly(() -> connection()
                .addIceCandidate(new RTCIceCandidate(
                        section == null ? "" : section, candidate.sdpMLineIndex(), candidate.candidate())));
    }

    private void remoteIsKnown() {
        remoteKnown = true;
        early.forEach(this::addNow);
        early.clear();
    }

    // Native threads from here on, until the next such line.

    private void listen(RTCDataChannel channel) {
        ChannelObserver observing = new ChannelObserver(this, channel);
        observer = observing;
        data = channel;
        channel.registerObserver(observing);
        // It may have opened before it could be observed.
        changed(channel);
    }

    private void changed(RTCDataChannel channel) {
        RTCDataChannelState now = channel.getState();
        if (now == RTCDataChannelState.OPEN) {
            open();
        } else if (now == RTCDataChannelState.CLOSING || now == RTCDataChannelState.CLOSED) {
            close("The other side closed the channel");
        }
    }

    private void open() {
        if (state.compareAndSet(State.NEW, State.OPEN)) {
            emit(() -> listener.opened(this));
        }
    }

    private void receive(RTCDataChannelBuffer buffer) {
        Generation by = generation;
        if (by != null) {
            worn(by, 1);
        }
        int length = buffer.data.remaining();
        if (state.get() == State.CLOSED || length == 0) {
            return;
        }
        if (length > MAX_MESSAGE_BYTES) {
            close("A message has " + length + " bytes, more than " + MAX_MESSAGE_BYTES);
            return;
        }
        if (unheard.addAndGet(length + BYTES_OF_A_TASK) > MAX_UNHEARD_BYTES) {
            close("Messages come faster than they are dealt with");
            return;
        }
        byte[] message = new byte[length];
        buffer.data.get(message);
        open();
        emit(() -> {
            unheard.addAndGet(-length - BYTES_OF_A_TASK);
            listener.received(this, message);
        });
    }

    private void worn(Generation by, int messages) {
        if (by.wear(messages)) {
            transport.control(() -> transport.worn(by));
        }
    }

    // Any thread from here on.

    private void emit(Runnable event) {
        transport.event(() -> {
            if (!done) {
                event.run();
            }
        });
    }

    @Override
    public byte[] binding() {
        return Fingerprints.binding(ownDescription, peersDescription);
    }

    @Override
    public boolean send(byte[] message) {
        if (message.length == 0 || message.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "A message has " + message.length + " bytes; it may have 1 to " + MAX_MESSAGE_BYTES);
        }
        synchronized (sending) {
            RTCDataChannel channel = data;
            if (state.get() != State.OPEN || disposed || channel == null) {
                return false;
            }
            try {
                return send(channel, message);
            } catch (Exception | Error e) {
                unusable("A message could not be sent", e);
                return false;
            }
        }
    }

    private boolean send(RTCDataChannel channel, byte[] message) throws Exception {
        // Asking costs as much as sending, so the answer is used as long as it leaves room.
        if (buffered + message.length > MAX_BUFFERED_BYTES) {
            buffered = channel.getBufferedAmount();
        }
        if (buffered + message.length > MAX_BUFFERED_BYTES) {
            if (!waiting) {
                waiting = true;
                transport.later(FIRST_LOOK, () -> look(FIRST_LOOK));
            }
            return false;
        }
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message), true));
        buffered += message.length;
        return true;
    }

    /** Native code does not say when the network has carried something, so it is asked while somebody waits for it. */
    private void look(Duration waited) {
        synchronized (sending) {
            RTCDataChannel channel = data;
            if (state.get() != State.OPEN || disposed || channel == null) {
                return;
            }
            Natives.quietly(() -> buffered = channel.getBufferedAmount());
            if (buffered > WRITABLE_BELOW) {
                Duration next =
                        waited.multipliedBy(2).compareTo(LONGEST_LOOK) < 0 ? waited.multipliedBy(2) : LONGEST_LOOK;
                transport.later(next, () -> look(next));
                return;
            }
            waiting = false;
        }
        emit(() -> listener.writable(this));
    }

    @Override
    public boolean isOpen() {
        return state.get() == State.OPEN;
    }

    void tellWorn() {
        if (state.get() != State.CLOSED) {
            emit(() -> listener.worn(this));
        }
    }

    @Override
    public void close(String reason) {
        if (state.getAndSet(State.CLOSED) != State.CLOSED) {
            transport.event(() -> {
                done = true;
                listener.closed(this, reason);
            });
            transport.control(this::dispose);
        }
    }

    // The end, by the control thread.

    /** Ends it here and now. */
    void end(String reason) {
        close(reason);
        dispose();
    }

    private void dispose() {
        Generation by = generation;
        if (by == null) {
            return;
        }
        generation = null;
        RTCPeerConnection ending = connection;
        connection = null;
        early.clear();
        silence();
        NativeReference reference = ending == null ? null : NativeReference.of(ending);
        if (ending != null) {
            Natives.quietly(ending::close);
        }
        // The other side's channel may have come until now.
        silence();
        synchronized (sending) {
            disposed = true;
            RTCDataChannel channel = data;
            data = null;
            if (channel != null) {
                Natives.quietly(channel::dispose);
            }
        }
        if (reference != null) {
            Natives.quietly(reference::release);
        }
        transport.left(by, this);
    }

    private void silence() {
        ChannelObserver observing = observer;
        if (observing != null) {
            observer = null;
            observing.release();
        }
    }

    /** What happens on the way to the other side. Called by native threads. */
    private final class ConnectionObserver implements PeerConnectionObserver {

        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            Natives.callback(() -> {
                String line = candidate.sdp;
                Matcher fragment = FRAGMENT.matcher(line);
                IceCandidate ours = new IceCandidate(
                        line, candidate.sdpMid, candidate.sdpMLineIndex, fragment.find() ? fragment.group(1) : null);
                emit(() -> listener.gathered(WebRtcChannel.this, ours));
            });
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState now) {
            Natives.callback(() -> {
                if (now == RTCPeerConnectionState.FAILED) {
                    close("There is no way to the other side, or none any more");
                } else if (now == RTCPeerConnectionState.CLOSED) {
                    close("The other side closed the connection");
                }
            });
        }

        @Override
        public void onDataChannel(RTCDataChannel channel) {
            Natives.callback(() -> {
                if (data == null) {
                    listen(channel);
                } else {
                    close("The other side opened a second channel");
                    transport.control(() -> Natives.quietly(channel::dispose));
                }
            });
        }
    }

    /**
     * What happens on the channel. Called by native threads. Native code never lets go of it, hence it lets go of the
     * connection.
     */
    private static final class ChannelObserver implements RTCDataChannelObserver {

        private volatile @Nullable WebRtcChannel of;
        private volatile @Nullable RTCDataChannel channel;

        ChannelObserver(WebRtcChannel of, RTCDataChannel channel) {
            this.of = of;
            this.channel = channel;
        }

        @Override
        public void onStateChange() {
            Natives.callback(() -> {
                WebRtcChannel connection = of;
                RTCDataChannel changed = channel;
                if (connection != null && changed != null) {
                    connection.changed(changed);
                }
            });
        }

        @Override
        public void onMessage(RTCDataChannelBuffer buffer) {
            Natives.callback(() -> {
                WebRtcChannel connection = of;
                if (connection != null) {
                    connection.receive(buffer);
                }
            });
        }

        @Override
        public void onBufferedAmountChange(long previous) {
            // Never called.
        }

        void release() {
            RTCDataChannel observed = channel;
            of = null;
            channel = null;
            if (observed != null) {
                Natives.quietly(observed::unregisterObserver);
                Natives.quietly(observed::close);
            }
        }
    }

    /** Takes this side's description. Called by native threads. */
    private final class Described implements CreateSessionDescriptionObserver {

        @Override
        public void onSuccess(RTCSessionDescription description) {
            next(() -> describe(description));
        }

        @Override
        public void onFailure(String error) {
            Natives.callback(() -> close("The connection could not be described: " + error));
        }
    }

    /** Goes on when a description has been taken. Called by native threads. */
    private final class Applied implements SetSessionDescriptionObserver {

        private final Runnable then;

        Applied(Runnable then) {
            this.then = then;
        }

        @Override
        public void onSuccess() {
            next(then);
        }

        @Override
        public void onFailure(String error) {
            Natives.callback(() -> close("A description was refused: " + error));
        }
    }

    private void next(Runnable step) {
        Natives.callback(() -> transport.control(() -> {
            if (connection == null) {
                return;
            }
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                unusable("The connection could not be made", e);
            }
        }));
    }
}
