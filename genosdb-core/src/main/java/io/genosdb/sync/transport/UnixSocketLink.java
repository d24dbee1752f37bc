package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection within one host. A frame is preceded by its length, four bytes, the greatest first.
 *
 * <p>One thread reads and one writes. The reader reads no further while a frame is dealt with, so that a slow receiver slows
 * the sender down; it also sees to the end of the link, whoever ends it and why.
 */
final class UnixSocketLink implements Link {

    static final int MAX_FRAME_BYTES = 1 << 18;

    private static final Logger logger = LoggerFactory.getLogger(UnixSocketLink.class);
    private static final int BUFFER_BYTES = 1 << 16;

    /** How long the other side may take for the last frames, once this one has closed the link. */
    private static final long LINGER_SECONDS = 2;

    private final SocketChannel channel;
    private final String remote;
    private final boolean outgoing;
    private final FrameExchange exchange;
    private final Thread reader;
    private final Thread writer;
    private final Consumer<UnixSocketLink> afterwards;
    private final CountDownLatch written = new CountDownLatch(1);
    private volatile boolean awake;
    private volatile boolean closing;
    private volatile @Nullable String failure;

    private UnixSocketLink(
            SocketChannel channel,
            String remote,
            boolean outgoing,
            FrameExchange.Opening opening,
            ThreadFactory threads,
            Consumer<UnixSocketLink> afterwards) {
        this.channel = channel;
        this.remote = remote;
        this.outgoing = outgoing;
        this.afterwards = afterwards;
        this.reader = threads.newThread(this::read);
        this.writer = threads.newThread(this::write);
        this.exchange = opening.open(this);
    }

    /**
     * Begins to carry frames.
     *
     * @param channel an open, blocking channel; closed with the link
     * @param afterwards gets the link when it has ended and the exchange knows; not where this throws
     */
    static UnixSocketLink start(
            SocketChannel channel,
            String remote,
            boolean outgoing,
            FrameExchange.Opening opening,
            ThreadFactory threads,
            Consumer<UnixSocketLink> afterwards) {
        var link = new UnixSocketLink(channel, remote, outgoing, opening, threads, afterwards);
        try {
            link.writer.start();
            link.reader.start();
        } catch (RuntimeException | Error e) {
            link.abandon();
            throw e;
        }
        return link;
    }

    /** Ends a link whose reader never runs. */
    private void abandon() {
        closing = true;
        LockSupport.unpark(writer);
        closeQuietly();
        exchange.closed("the link could not be started");
    }

    @Override
    public String transport() {
        return LOCAL;
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOutgoing() {
        return outgoing;
    }

    @Override
    public int maxFrameBytes() {
        return MAX_FRAME_BYTES;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }

    @Override
    public void wake() {
        if (!awake) {
            awake = true;
            LockSupport.unpark(writer);
        }
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        LockSupport.unpark(writer);
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            logger.debug("The link to {} is closed already", remote, e);
        }
    }

    private void read() {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
            while (!closing) {
                byte[] frame = readFrame(channel, buffer);
                if (frame == null) {
                    fail("the other side has closed the link");
                    break;
                }
                exchange.receive(frame);
            }
        } catch (IOException e) {
            fail("the link broke: " + e.getMessage());
        } catch (RuntimeException e) {
            logger.warn("A frame from {} could not be dealt with; the link is closed", remote, e);
            fail("a frame could not be dealt with: " + e);
        } finally {
            end();
        }
    }

    /** What happens first is the reason. */
    private void fail(String reason) {
        if (failure == null && !closing) {
            failure = reason;
        }
    }

    private void end() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            if (!written.await(LINGER_SECONDS, TimeUnit.SECONDS)) {
                logger.debug("{} does not take the last frames", remote);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeQuietly();
        String reason = failure;
        exchange.closed(reason == null ? "closed by this side" : reason);
        afterwards.accept(this);
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            logger.debug("Closing the link to {}", remote, e);
        }
    }

    /** The next frame, or {@code null} where the link ends between two frames. */
    static byte @Nullable [] readFrame(ByteChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.remaining() < Integer.BYTES) {
            buffer.compact();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                if (buffer.hasRemaining()) {
                    throw new EOFException("the length of a frame is cut off");
                }
                return null;
            }
        }
        int length = buffer.getInt();
        if (length < 1 || length > MAX_FRAME_BYTES) {
            throw new IOException("a frame has 1 to " + MAX_FRAME_BYTES + " bytes, not " + length);
        }
        var frame = new byte[length];
        int done = Math.min(length, buffer.remaining());
        buffer.get(frame, 0, done);
        ByteBuffer rest = ByteBuffer.wrap(frame, done, length - done);
        while (rest.hasRemaining()) {
            if (channel.read(rest) < 0) {
                throw new EOFException("a frame is cut off");
            }
        }
        return frame;
    }

    private void write() {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            boolean last;
            do {
                awaitWork();
                last = closing;
                awake = false;
                for (byte[] frame = exchange.nextFrame(); frame != null; frame = exchange.nextFrame()) {
                    writeFrame(frame, buffer);
                }
                flush(buffer);
            } while (!last);
        } catch (IOException e) {
            fail("the link broke: " + e.getMessage());
        } catch (RuntimeException e) {
            logger.warn("A frame for {} could not be made; the link is closed", remote, e);
            fail("a frame could not be made: " + e);
        } finally {
            // With nobody who writes, the link is of no use to the reader either.
            closeQuietly();
            written.countDown();
        }
    }

    private void awaitWork() {
        while (!awake && !closing) {
            LockSupport.park(this);
        }
    }

    /** Small frames that are there at once leave at once, together. */
    private void writeFrame(byte[] frame, ByteBuffer buffer) throws IOException {
        if (buffer.remaining() < Integer.BYTES) {
            flush(buffer);
        }
        buffer.putInt(frame.length);
        int done = 0;
        while (done < frame.length) {
            if (!buffer.hasRemaining()) {
                flush(buffer);
            }
            int count = Math.min(buffer.remaining(), frame.length - done);
            buffer.put(frame, done, count);
            done += count;
        }
    }

    private void flush(ByteBuffer buffer) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
