package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was dialled. One frame is a binary message. The next message is asked for when a frame is dealt with, so
 * the sender is slowed down by TCP while a merge takes its time. The threads of the HTTP client only hand over.
 */
final class WebSocketLink implements Link, WebSocket.Listener, FramePump.Sink {

    /** How long the end of a connection may take, and how long a frame may take to be sent. */
    private static final long PATIENCE_SECONDS = 10;

    /** What becomes of a link. */
    interface Observer {

        void opened();

        void ended(String reason, @Nullable PeerConnection connection);
    }

    private final String remote;
    private final Function<Link, PeerConnection> engine;
    private final TransportThreads threads;
    private final Observer observer;
    private final FramePump pump;
    private final CompletableFuture<PeerConnection> connection = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile @Nullable WebSocket socket;

    WebSocketLink(String remote, Function<Link, PeerConnection> engine, TransportThreads threads, Observer observer) {
        this.remote = remote;
        this.engine = engine;
        this.threads = threads;
        this.observer = observer;
        this.pump = new FramePump(this, threads.workers());
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOutgoing() {
        return true;
    }

    @Override
    public int maxFrameBytes() {
        return WebSocketPeers.MAX_FRAME_BYTES;
    }

    @Override
    public boolean isCompressed() {
        return true;
    }

    /** Completes when nothing more happens. Never does where the link was not opened. */
    CompletableFuture<Void> end() {
        return end;
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        submit(() -> begin(opened));
    }

    private void begin(WebSocket opened) {
        if (closing.get()) {
            connection.cancel(false);
            abort("closed before it was open");
            return;
        }
        try {
            PeerConnection connected = engine.apply(this);
            observer.opened();
            connection.complete(connected);
            pump.start(connected::nextFrame);
            opened.request(1);
        } catch (RuntimeException e) {
            connection.completeExceptionally(e);
            abort("this replica takes no connection: " + describe(e));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (partial.size() + data.remaining() > WebSocketPeers.MAX_FRAME_BYTES) {
            abort("the peer sent a message of more than " + WebSocketPeers.MAX_FRAME_BYTES + " bytes");
            return null;
        }
        byte[] part = new byte[data.remaining()];
        data.get(part);
        if (!last || partial.size() > 0) {
            partial.writeBytes(part);
        }
        if (!last) {
            from.request(1);
            return null;
        }
        byte[] frame = partial.size() == 0 ? part : partial.toByteArray();
        partial.reset();
        submit(() -> receive(from, frame));
        return null;
    }

    private void receive(WebSocket from, byte[] frame) {
        try {
            connection.join().receive(frame);
            from.request(1);
        } catch (RuntimeException e) {
            abort("this replica failed on what it received: " + describe(e));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        abort("the peer sent text, which no peer does");
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        ended("closed by the peer with status " + status + (reason.isEmpty() ? "" : " (" + printable(reason) + ")"));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        abort(describe(error));
    }

    @Override
    public CompletableFuture<?> send(byte[] frame) {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("the link is not open");
        }
        CompletableFuture<WebSocket> sending = open.sendBinary(ByteBuffer.wrap(frame), true);
        if (!sending.isDone()) {
            limit(sending, "the peer does not read");
        }
        return sending;
    }

    @Override
    public void wake() {
        pump.wake();
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            limit(end, "the end of the connection took too long");
            pump.finish();
        }
    }

    @Override
    public void finished() {
        WebSocket open = socket;
        if (open != null && !open.isOutputClosed()) {
            var unused = open.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failure) -> {
                if (failure != null) {
                    abort(describe(failure));
                }
            });
        }
    }

    @Override
    public void failed(Throwable cause) {
        abort("sending failed: " + describe(cause));
    }

    private void limit(CompletableFuture<?> task, String reason) {
        try {
            ScheduledFuture<?> alarm =
                    threads.scheduler().schedule(() -> abort(reason), PATIENCE_SECONDS, TimeUnit.SECONDS);
            var unused = task.whenComplete((done, failure) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            abort(reason);
        }
    }

    private void abort(String reason) {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        ended(reason);
    }

    private void ended(String reason) {
        if (ending.compareAndSet(false, true)) {
            pump.stop();
            var unused = connection.whenComplete((connected, failure) -> submit(() -> tell(reason, connected)));
        }
    }

    private void tell(String reason, @Nullable PeerConnection connected) {
        if (connected != null) {
            connected.closed(reason);
        }
        observer.ended(reason, connected);
        end.complete(null);
    }

    private void submit(Runnable task) {
        try {
            threads.workers().execute(task);
        } catch (RejectedExecutionException e) {
            end.complete(null);
        }
    }

    /** Why, in a line: the client's exceptions often say nothing themselves. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        if (cause instanceof HttpTimeoutException) {
            return "nobody answered in time";
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return cause.getCause() instanceof UnresolvedAddressException
                    ? "the name of the host is not known"
                    : "nobody listens there";
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null ? name : name + ": " + printable(message);
    }

    /** What others say, without anything that would break a line of a log. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
