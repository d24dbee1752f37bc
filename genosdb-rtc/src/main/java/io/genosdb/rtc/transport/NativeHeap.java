package io.genosdb.rtc.transport;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What native code has freed: glibc keeps it for later, in one pool per thread or so, and factories come with new threads each.
 * HotSpot can hand it back to the system.
 */
final class NativeHeap {

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcTransport.class);

    private NativeHeap() {}

    /** Hands back what is free, where the JVM knows how to (HotSpot on Linux, from 17.0.9). Takes milliseconds. */
    static void trim() {
        try {
            Object said = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
            LOG.debug("Native heap: {}", said);
        } catch (JMException | RuntimeException | LinkageError e) {
            LOG.trace("The native heap is not trimmed", e);
        }
    }
}
