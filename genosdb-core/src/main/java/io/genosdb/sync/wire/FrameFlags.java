package io.genosdb.sync.wire;

/** The first byte of a frame. */
final class FrameFlags {

    /** More frames of the message follow. */
    static final int MORE = 1;

    /** The message is deflated; said by its first frame only. */
    static final int DEFLATED = 2;

    /** Larger buffers are not kept when a message is done. */
    static final int LARGEST_KEPT_BUFFER = 256 * 1024;

    private FrameFlags() {}
}
