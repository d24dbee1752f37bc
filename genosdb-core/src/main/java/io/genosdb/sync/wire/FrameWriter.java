package io.genosdb.sync.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into frames: deflates the longer ones, and splits what is longer than the transport's frames. Keeps its
 * buffer and its deflater, which holds memory outside the heap until {@link #close()}; not thread-safe.
 *
 * @since 0.1
 */
public final class FrameWriter implements AutoCloseable {

    /** Shorter messages gain too little. */
    static final int DEFLATE_ABOVE_BYTES = 1024;

    private final int maxContentBytes;
    private final boolean deflate;
    private @Nullable Deflater deflater;
    private byte[] deflated = {};
    private boolean closed;

    /**
     * Makes a writer.
     *
     * @param maxFrameBytes the largest frame that the transport carries, at least 2
     * @param deflate whether to deflate messages of more than 1 KiB that get smaller by it
     * @throws IllegalArgumentException if the frames are too small to carry anything
     */
    public FrameWriter(int maxFrameBytes, boolean deflate) {
        if (maxFrameBytes < 2) {
            throw new IllegalArgumentException("a frame has at least 2 bytes, not " + maxFrameBytes);
        }
        this.maxContentBytes = maxFrameBytes - 1;
        this.deflate = deflate;
    }

    /**
     * The frames of a message.
     *
     * @param message what {@link MessageCodec#encode} made: at least one byte
     * @return one frame or more, to be sent in this order with none of another message between them
     * @throws IllegalArgumentException if the message is empty
     * @throws IllegalStateException if this writer is closed
     */
    public List<byte[]> write(byte[] message) {
        if (message.length == 0) {
            throw new IllegalArgumentException("a message has at least one byte");
        }
        if (closed) {
            throw new IllegalStateException("this writer of frames is closed");
        }
        int size = deflate && message.length > DEFLATE_ABOVE_BYTES ? deflate(message) : 0;
        if (size == 0) {
            return split(message, message.length, 0);
        }
        List<byte[]> frames = split(deflated, size, FrameFlags.DEFLATED);
        if (deflated.length > FrameFlags.LARGEST_KEPT_BUFFER) {
            deflated = new byte[0];
        }
        return frames;
    }

    /** Deflates into the buffer, unless that takes as many bytes as the message has: then 0. */
    private int deflate(byte[] message) {
        if (deflater == null) {
            deflater = new Deflater(Deflater.BEST_SPEED, true);
        }
        if (deflated.length < message.length) {
            deflated = new byte[message.length];
        }
        deflater.reset();
        deflater.setInput(message);
        deflater.finish();
        int size = deflater.deflate(deflated, 0, message.length - 1);
        return deflater.finished() ? size : 0;
    }

    private List<byte[]> split(byte[] bytes, int size, int firstFlags) {
        var frames = new ArrayList<byte[]>(1 + (size - 1) / maxContentBytes);
        for (int start = 0; start < size; start += maxContentBytes) {
            int length = Math.min(maxContentBytes, size - start);
            var frame = new byte[1 + length];
            frame[0] = (byte) ((start == 0 ? firstFlags : 0) | (start + length < size ? FrameFlags.MORE : 0));
            System.arraycopy(bytes, start, frame, 1, length);
            frames.add(frame);
        }
        return frames;
    }

    /** Frees what is outside the heap. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
