package io.genosdb.rtc.node;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A relay that is not ours: {@code @nostr-relay/core} behind a WebSocket server on the loopback address. */
public final class ThirdPartyRelay implements AutoCloseable {

    private final LineProcess script;
    private final URI url;

    private ThirdPartyRelay(LineProcess script) {
        this.script = script;
        this.url = URI.create(
                "ws://127.0.0.1:" + Objects.requireNonNull(script.hear().get("port")));
    }

    /**
     * Starts a relay on a free port. Where there is no Node.js, the test is skipped.
     *
     * @return the relay, listening
     */
    public static ThirdPartyRelay start() {
        return new ThirdPartyRelay(NodeScript.start("relay.mjs"));
    }

    /**
     * Where it listens.
     *
     * @return its address
     */
    public URI url() {
        return url;
    }

    /**
     * Holds back whatever it sends from now on, in the order in which it came.
     *
     * @param delay for how long
     */
    public void delay(Duration delay) {
        script.tell(Map.of("delay", delay.toMillis()));
    }

    /** Ends all connections. */
    public void drop() {
        script.tell(Map.of("drop", true));
    }

    /**
     * Accepts no more connections, or accepts them again.
     *
     * @param deaf whether it accepts none
     */
    public void deaf(boolean deaf) {
        script.tell(Map.of("deaf", deaf));
    }

    @Override
    public void close() {
        script.close();
    }
}
