package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.rtc.transport.WebRtcOptions.IceServer;
import io.genosdb.rtc.transport.WebRtcOptions.PortRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebRtcOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stun:stun.example.org:3478",
                "stun:stun.example.org",
                "stuns:[2001:db8::1]:5349",
                "stun:192.0.2.1:3478"
            })
    void takesServersThatTellAddresses(String url) {
        assertThat(IceServer.of(url).urls()).containsExactly(url);
    }

    @Test
    void takesServersThatCarryMessagesWithALoginOnlyAndKeepsItSecret() {
        String url = "turns:turn.example.org:5349?transport=tcp";

        assertThat(new IceServer(List.of(url), "user", "s3cret").toString())
                .contains(url, "user")
                .doesNotContain("s3cret");
        assertThatIllegalArgumentException().isThrownBy(() -> IceServer.of(url)).withMessageContaining("credential");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "stun.example.org", "http://stun.example.org", "stun:", "stun:a b", "stun://stun.example.org"
            })
    void refusesWhatIsNoServer(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IceServer.of(url))
                .withMessageContaining("stun:host:port");
        assertThatIllegalArgumentException().isThrownBy(IceServer::of);
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PortRange(50_000, 40_000))
                .withMessageContaining("50000-40000");
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(80, 1080));
        assertThatIllegalArgumentException().isThrownBy(() -> new PortRange(65_000, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> WebRtcOptions.DEFAULTS.withMessagesBeforeWorn(99));
        assertThatIllegalArgumentException().isThrownBy(() -> WebRtcOptions.DEFAULTS.withOpenTimeout(Duration.ZERO));
    }
}
