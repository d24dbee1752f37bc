package io.genosdb.rtc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.transport.Recorder.Pair;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebRtcTransportTest {

    private static PeerTransport transport;

    @BeforeAll
    static void open() {
        transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        assertThat(transport.problem()).isEmpty();
    }

    @AfterAll
    static void close() {
        transport.close();
    }

    @Test
    void connectsAndCarriesMessagesBothWaysUntilOneSideCloses() throws InterruptedException {
        Pair pair = Pair.connected(transport, transport);

        assertThat(pair.offering().send("to".getBytes(UTF_8))).isTrue();
        assertThat(pair.answerer().message()).asString(UTF_8).isEqualTo("to");
        assertThat(pair.answering().send("fro".getBytes(UTF_8))).isTrue();
        assertThat(pair.offerer().message()).asString(UTF_8).isEqualTo("fro");

        pair.offering().close("enough");

        assertThat(pair.offerer().end()).isEqualTo("enough");
        assertThat(pair.answerer().end()).isNotEmpty();
        assertThat(pair.offering().isOpen()).isFalse();
        assertThat(pair.answering().isOpen()).isFalse();
        assertThat(pair.offerer().order).containsExactly("described", "opened", "received", "closed");
    }
}
