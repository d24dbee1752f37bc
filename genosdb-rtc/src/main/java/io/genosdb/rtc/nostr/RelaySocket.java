package io.genosdb.rtc.nostr;

import io.genosdb.sync.transport.FramePump;
import io.genosdb.sync.transport.TransportThreads;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a relay. Few messages are asked for ahead of what is dealt with, so a relay that says more than is heard is
 * slowed down by TCP. Messages that are too long are passed over: anybody could publish one to cut everybody's connections.
 */
final class RelaySocket implements WebSocket.Listener, FramePump.Sink {

    /** So much may wait for a relay that reads slowly. */
    static final int MAX_QUEUED_BYTES = 1024 * 1024;

    /** So much of one message is passed over; whoever sends more never ends. */
    static final int MAX_SKIPPED_CHARS = 16 * 1024 * 1024;

    /**
     * So many messages are asked for ahead of those dealt with. While none is asked for, the JDK's client now and then overlooks
     * the end of a connection (seen with 17 and 25); then only a ping notices it.
     */
    private static final int MESSAGES_AHEAD = 16;

    private static final Duration GOODBYE_LIMIT = Duration.ofSeconds(1);

    /** What becomes of a connection. Called by an executor that is given, one after the other. */
    interface Observer {

        void opened(RelaySocket socket);

        void received(RelaySocket socket, String text);

        void ended(RelaySocket socket, String reason);
    }

    private final Observer observer;
    private final Executor inTurn;
    private final TransportThreads threads;
    private final Duration pingInterval;
    private final FramePump pump;
    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private StringBuilder partial = new StringBuilder();
    private int skipped;
    private volatile @Nullable WebSocket socket;
    private @Nullable ScheduledFuture<?> pings;
    private volatile boolean isAlive = true;

    RelaySocket(Observer observer, Executor inTurn, TransportThreads threads, Duration pingInterval) {
        this.observer = observer;
        this.inTurn = inTurn;
        this.threads = threads;
        this.pingInterval = pingInterval;
        this.pump = new FramePump(this, threads.workers());
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        inTurn.execute(() -> {
            observer.opened(this);
            pump.start(this::poll);
            startPings(pingInterval.toNanos());
            opened.request(MESSAGES_AHEAD);
        });
    }

    /** Finds out soon whether the relay is still there. */
    synchronized void probe() {
        if (pings != null) {
            pings.cancel(false);
            isAlive = true;
            startPings(0);
        }
    }

    private synchronized void startPings(long delay) {
        try {
            pings = threads.scheduler()
                    .scheduleWithFixedDelay(this::ping, delay, pingInterval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Whoever closed the threads has done with relays too.
            pings = null;
        }
        if (ended.get()) {
            stop();
        }
    }

    /** Finds out whether the relay is still there, by the time of the next call. */
    private void ping() {
        WebSocket open = socket;
        if (open == null || !isAlive) {
            abort("it does not answer any more");
            return;
        }
        isAlive = false;
        var unused = open.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
            // Otherwise the ping before is still waiting to be sent, which the next call notices.
            if (failure instanceof IOException) {
                failed(failure);
            }
        });
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        return heard(from);
    }

    private @Nullable CompletionStage<?> heard(WebSocket from) {
        isAlive = true;
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        if (skipped > 0 || partial.length() + data.length() > NostrCodec.MAX_MESSAGE_CHARS) {
            return skip(from, data.length(), last);
        }
        partial.append(data);
        if (!last) {
            return heard(from);
        }
        String text = partial.toString();
        partial.setLength(0);
        inTurn.execute(() -> {
            try {
                observer.received(this, text);
            } finally {
                heard(from);
            }
        });
        return null;
    }

    private @Nullable CompletionStage<?> skip(WebSocket from, int chars, boolean last) {
        skipped += partial.length() + chars;
        partial = new StringBuilder();
        if (skipped > MAX_SKIPPED_CHARS) {
            abort("it sent a message of more than " + MAX_SKIPPED_CHARS + " characters");
            return null;
        }
        if (last) {
            skipped = 0;
        }
        return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end("it closed the connection with status " + status + (reason.isEmpty() ? "" : " (" + reason + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        abort(RelayDial.describe(error));
    }

    /** Sends a message after those before, unless too much waits already. Never waits. */
    boolean send(String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        if (queued.addAndGet(message.length) > MAX_QUEUED_BYTES) {
            queued.addAndGet(-message.length);
            return false;
        }
        queue.add(message);
        pump.wake();
        return true;
    }

    private byte @Nullable [] poll() {
        byte[] next = queue.poll();
        if (next != null) {
            queued.addAndGet(-next.length);
        }
        return next;
    }

    @Override
    public CompletableFuture<?> send(byte[] message) {
        WebSocket open = socket;
        return open == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the connection is not open"))
                : open.sendText(new String(message, StandardCharsets.UTF_8), true);
    }

    @Override
    public void finished() {
        // Nobody finishes the pump: what waits for a relay when its connection ends is lost.
    }

    @Override
    public void failed(Throwable cause) {
        abort(RelayDial.describe(cause));
    }

    /** Ends the connection, with a goodbye where the relay takes one. Does not wait. Observers hear of it as of any end. */
    void close(String reason) {
        WebSocket open = socket;
        end(reason);
        if (open != null) {
            var unused = open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(GOODBYE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((sent, failure) -> open.abort());
        }
    }

    private void abort(String reason) {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        end(reason);
    }

    private void end(String reason) {
        if (ended.compareAndSet(false, true)) {
            stop();
            inTurn.execute(() -> observer.ended(this, reason));
        }
    }

    private synchronized void stop() {
        pump.stop();
        if (pings != null) {
            pings.cancel(false);
        }
    }
}
