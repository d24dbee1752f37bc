package io.genosdb.rtc.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The border to native code, which throws what it likes, {@link Error} included, and is killed by what is thrown into it. */
final class Natives {

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcTransport.class);

    /** A call into native code. */
    interface Call {
        void run() throws Exception;
    }

    private Natives() {}

    /** Does what may fail without consequence: giving things back, and what arrives too late. */
    static void quietly(Call call) {
        try {
            call.run();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            LOG.debug("WebRTC refused a call", e);
        }
    }

    /** Does what native code has called for, by its own thread. An exception that got back to it would end the JVM. */
    static void callback(Runnable callback) {
        contained(() -> {
            AbandonedJvm.calledByNative();
            callback.run();
        });
    }

    /** Does what must not end its thread, whatever goes wrong. */
    static void contained(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            try {
                LOG.warn("Something failed while it heard of a connection", e);
            } catch (Throwable ignored) {
                // Not even a log may end the JVM.
            }
        }
    }
}
