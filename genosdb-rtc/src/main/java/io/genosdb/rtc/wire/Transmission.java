package io.genosdb.rtc.wire;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A message on its way to one peer: the parts of it, each to be sent as it is. Parts of several transmissions may mix; those of one
 * must keep their order. One that is not sent to its end is simply dropped. Not thread-safe.
 *
 * @since 0.1
 */
public final class Transmission implements Iterator<byte[]> {

    private final OutgoingMessage message;
    private final int parts;
    private int next;

    Transmission(OutgoingMessage message) {
        this.message = message;
        this.parts = message.parts();
    }

    /**
     * The message.
     *
     * @return what is sent
     */
    public OutgoingMessage message() {
        return message;
    }

    @Override
    public boolean hasNext() {
        return next < parts;
    }

    /**
     * The next part.
     *
     * @return a new array, of at most 16.5 KiB, or more where it is metadata
     * @throws NoSuchElementException if there is none
     */
    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + parts + " parts of the message were taken");
        }
        return message.part(next++);
    }

    /**
     * How much of the message was taken, as the peer is told.
     *
     * @return 0 to 1
     */
    public double progress() {
        return next == 0 ? 0 : OutgoingMessage.progress(next - 1, parts) / 255.0;
    }
}
