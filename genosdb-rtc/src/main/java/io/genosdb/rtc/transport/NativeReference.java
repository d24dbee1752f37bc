package io.genosdb.rtc.transport;

import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The reference that a native connection is held by. webrtc-java forgets it when the connection is closed, so that some 0.2 MB
 * of each, and two threads of its factory, would stay for ever; given back here with webrtc-java's own means.
 */
final class NativeReference extends RefCountedObject {

    private static final @Nullable Field HANDLE = handle();

    private NativeReference() {}

    /**
     * Notes the reference while the connection is not closed yet.
     *
     * @return to be {@link #release released} once it is; {@code null} where there is no such means, and it stays lost
     */
    static @Nullable NativeReference of(RTCPeerConnection connection) {
        if (HANDLE == null) {
            return null;
        }
        try {
            long handle = HANDLE.getLong(connection);
            if (handle == 0) {
                return null;
            }
            NativeReference reference = new NativeReference();
            HANDLE.setLong(reference, handle);
            return reference;
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable Field handle() {
        try {
            Field handle = NativeObject.class.getDeclaredField("nativeHandle");
            handle.setAccessible(true);
            return handle;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(WebRtcTransport.class)
                    .debug("Closed WebRTC connections leave some memory behind: there is no way to give it back", e);
            return null;
        }
    }
}
