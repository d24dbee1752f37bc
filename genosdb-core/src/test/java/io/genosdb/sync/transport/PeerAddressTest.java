package io.genosdb.sync.transport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://host/genosdb/peer",
                "wss://host:8443/genosdb/peer/orders",
                "WSS://[::1]:8443/genosdb/peer",
                "wss://host/behind/proxy?tenant=7"
            })
    void isOne(String address) {
        assertThatCode(() -> WebSocketPeers.check(URI.create(address))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "http://host/genosdb/peer, ws://",
        "host:8080/genosdb/peer, ws://",
        "/genosdb/peer, ws://",
        "ws:/genosdb/peer, host",
        "ws://under_score/genosdb/peer, host",
        "ws://user:password@host/genosdb/peer, secret",
        "ws://host/genosdb/peer#here, fragment",
        "ws://host:8080, /genosdb/peer",
        "ws://host:8080/, /genosdb/peer"
    })
    void isNoneAndTheMessageSaysWhy(String address, String hint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketPeers.check(URI.create(address)))
                .withMessageContaining(hint)
                .withMessageNotContaining("password@");
    }
}
