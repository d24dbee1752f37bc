package io.genosdb.rtc.transport;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Whether real connections can be made on this machine; a test that needs them is skipped, and says why, where they can't. */
public final class WebRtcHere {

    private WebRtcHere() {}

    /** Skips the test where the native library lacks something, or where there is no network but the loopback. */
    public static void assume() {
        Assumptions.assumeTrue(NativeLibrary.problem().isEmpty(), NativeLibrary.problem());
        Assumptions.assumeTrue(
                hasNetwork(), "WebRTC makes no connections over the loopback, and there is no other network");
    }

    private static boolean hasNetwork() {
        try {
            for (NetworkInterface network :
                    List.copyOf(NetworkInterface.networkInterfaces().toList())) {
                if (network.isUp()
                        && !network.isLoopback()
                        && !network.getInterfaceAddresses().isEmpty()) {
                    return true;
                }
            }
            return false;
        } catch (SocketException e) {
            return false;
        }
    }
}
