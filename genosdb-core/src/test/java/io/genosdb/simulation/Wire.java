package io.genosdb.simulation;

/** What lies between two hosts. */
final class Wire {

    static final long FAST = 100_000_000;

    private boolean cut;
    private long latencyMicros = 500;
    private long jitterMicros;
    private long bytesPerSecond = FAST;

    boolean isCut() {
        return cut;
    }

    void setCut(boolean isCut) {
        cut = isCut;
    }

    long latencyMicros() {
        return latencyMicros;
    }

    long jitterMicros() {
        return jitterMicros;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    void delay(long latency, long jitter) {
        latencyMicros = latency;
        jitterMicros = jitter;
    }

    void limit(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }
}
