package io.genosdb.rtc;

import io.genosdb.rtc.transport.IceCandidate;
import io.genosdb.rtc.transport.PeerChannel;
import io.genosdb.rtc.transport.PeerTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Connections without a network: a description is the name of a channel in a map that transports share. */
final class MemoryTransport implements PeerTransport {

    /** Where channels of several transports find each other. */
    static final class Ether {
        private final Map<String, MemoryChannel> channels = new ConcurrentHashMap<>();
        private final AtomicInteger numbers = new AtomicInteger();
    }

    private final Ether ether;
    private final List<MemoryChannel> made = new CopyOnWriteArrayList<>();
    private volatile boolean broken;
    private volatile boolean deaf;

    MemoryTransport(Ether ether) {
        this.ether = ether;
    }

    /** From now on connections cannot be made, in a way that no transport is supposed to tell. */
    void breakDown() {
        broken = true;
    }

    /** From now on nothing is read of what comes over its connections. */
    void stopReading() {
        deaf = true;
    }

    /** All its connections end at once, without a word to the other side before. */
    void cut() {
        List.copyOf(made).forEach(channel -> channel.close("cut"));
    }

    private void check() {
        if (broken) {
            throw new IllegalStateException("broken");
        }
    }

    @Override
    public PeerChannel offer(PeerChannel.Events events) {
        check();
        var channel = new MemoryChannel(events);
        made.add(channel);
        String name = "offer-" + ether.numbers.incrementAndGet();
        ether.channels.put(name, channel);
        events.described(channel, name);
        return channel;
    }

    @Override
    public PeerChannel answer(String description, PeerChannel.Events events) {
        check();
        var channel = new MemoryChannel(events);
        made.add(channel);
        MemoryChannel offering = ether.channels.remove(description);
        if (offering == null) {
            channel.close("no such offer");
            return channel;
        }
        String name = "answer-" + ether.numbers.incrementAndGet();
        channel.other = offering;
        ether.channels.put(name, channel);
        events.described(channel, name);
        return channel;
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public void close() {}

    private final class MemoryChannel implements PeerChannel {

        private final Events events;
        private volatile @Nullable MemoryChannel other;
        private boolean open;
        private boolean closed;

        private MemoryChannel(Events events) {
            this.events = events;
        }

        @Override
        public void accept(String description) {
            MemoryChannel answering = ether.channels.remove(description);
            if (answering == null) {
                close("no such answer");
                return;
            }
            other = answering;
            open();
            answering.open();
        }

        private synchronized void open() {
            if (!closed) {
                open = true;
                events.opened(this);
            }
        }

        @Override
        public void add(IceCandidate candidate) {}

        @Override
        public boolean send(byte[] message) {
            MemoryChannel to = other;
            return isOpen() && to != null && to.receive(message.clone());
        }

        private synchronized boolean receive(byte[] message) {
            if (closed || deaf) {
                return false;
            }
            events.received(this, message);
            return true;
        }

        @Override
        public synchronized boolean isOpen() {
            return open && !closed;
        }

        @Override
        public void close(String reason) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                events.closed(this, reason);
            }
            MemoryChannel to = other;
            if (to != null) {
                to.close("closed by the other side");
            }
        }
    }
}
