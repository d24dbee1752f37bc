package io.genosdb.sync.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together again from frames that a stranger sent. Never holds much more than the longest message, whatever
 * comes. Keeps its buffers and its inflater, which holds memory outside the heap until {@link #close()}.
 *
 * <p>Thread-safe, so that any thread may close it; frames are to come one after the other.
 *
 * @since 0.1
 */
public final class FrameReader implements AutoCloseable {

    private static final int FIRST_BUFFER_BYTES = 1024;

    private final int maxMessageBytes;
    private @Nullable Inflater inflater;
    private byte[] pending = {};
    private int pendingBytes;
    private boolean pendingDeflated;
    private byte[] inflated = {};
    private boolean closed;

    /**
     * Makes a reader.
     *
     * @param maxMessageBytes the longest message that is taken, as {@link WireLimits#maxMessageBytes} has it
     */
    public FrameReader(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Takes the next frame.
     *
     * @param frame the frame
     * @return the message that ends with this frame, inflated, or {@code null} where more frames of it follow, or
     *     this reader is closed
     * @throws MalformedMessageException if it is not a frame, or none that can come here, or if the message is too long or
     *     not deflated properly; the session is to be ended
     */
    public synchronized byte @Nullable [] read(byte[] frame) throws MalformedMessageException {
        if (closed) {
            return null;
        }
        if (frame.length < 2) {
            throw new MalformedMessageException(ErrorCode.MALFORMED, "a frame has at least 2 bytes");
        }
        int flags = frame[0];
        int allowed = pendingBytes == 0 ? FrameFlags.MORE | FrameFlags.DEFLATED : FrameFlags.MORE;
        if ((flags & ~allowed) != 0) {
            throw new MalformedMessageException(
                    ErrorCode.MALFORMED, "a frame has flags that it cannot have here: " + (flags & 0xFF));
        }
        checkLength((long) pendingBytes + frame.length - 1);
        if (pendingBytes == 0) {
            pendingDeflated = (flags & FrameFlags.DEFLATED) != 0;
        }
        boolean more = (flags & FrameFlags.MORE) != 0;
        if (more || pendingBytes > 0) {
            append(frame);
        }
        return more ? null : message(frame);
    }

    private byte[] message(byte[] lastFrame) throws MalformedMessageException {
        boolean single = pendingBytes == 0;
        byte[] bytes = single ? lastFrame : pending;
        int start = single ? 1 : 0;
        int end = single ? lastFrame.length : pendingBytes;
        pendingBytes = 0;
        if (pending.length > FrameFlags.LARGEST_KEPT_BUFFER) {
            pending = new byte[0];
        }
        return pendingDeflated ? inflate(bytes, start, end - start) : Arrays.copyOfRange(bytes, start, end);
    }

    private void append(byte[] frame) {
        int size = pendingBytes + frame.length - 1;
        pending = withRoom(pending, pendingBytes, size);
        System.arraycopy(frame, 1, pending, pendingBytes, frame.length - 1);
        pendingBytes = size;
    }

    private byte[] inflate(byte[] bytes, int start, int length) throws MalformedMessageException {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.reset();
        inflater.setInput(bytes, start, length);
        int size = 0;
        try {
            while (!inflater.finished()) {
                // One byte more than allowed shows that there is more.
                inflated = withRoom(inflated, size, Math.max(size + 1, Math.min(2 * length, maxMessageBytes)));
                int count = inflater.inflate(inflated, size, inflated.length - size);
                size += count;
                checkLength(size);
                if (count == 0 && !inflater.finished()) {
                    throw new MalformedMessageException(ErrorCode.MALFORMED, "a deflated message is cut off");
                }
            }
        } catch (DataFormatException e) {
            throw new MalformedMessageException(ErrorCode.MALFORMED, "a message is not deflated properly", e);
        }
        if (inflater.getRemaining() > 0 || size == 0) {
            throw new MalformedMessageException(ErrorCode.MALFORMED, "a deflated message is empty or has a tail");
        }
        byte[] message = Arrays.copyOf(inflated, size);
        if (inflated.length > FrameFlags.LARGEST_KEPT_BUFFER) {
            inflated = new byte[0];
        }
        return message;
    }

    private void checkLength(long bytes) throws MalformedMessageException {
        if (bytes > maxMessageBytes) {
            throw new MalformedMessageException(
                    ErrorCode.LIMIT,
                    "a message has more than " + maxMessageBytes + " bytes (genosdb.limits.max-value-size)");
        }
    }

    /** The buffer, or a larger one with its content; never much larger than a message may be. */
    private byte[] withRoom(byte[] buffer, int used, int needed) {
        if (buffer.length >= needed) {
            return buffer;
        }
        int most = (int) Math.min(Integer.MAX_VALUE - 8L, maxMessageBytes + 1L);
        int doubled = (int) Math.min(most, Math.max(FIRST_BUFFER_BYTES, 2L * buffer.length));
        var larger = new byte[Math.max(needed, doubled)];
        System.arraycopy(buffer, 0, larger, 0, used);
        return larger;
    }

    /** Forgets a message that has begun and frees what is outside the heap. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        pending = new byte[0];
        pendingBytes = 0;
        inflated = new byte[0];
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
