package io.genosdb.rtc.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThirdPartyRelayTest {

    @Test
    void answersASubscriptionAndDropsConnections() throws Exception {
        var answer = new CompletableFuture<String>();
        var end = new CompletableFuture<Void>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                answer.complete(text.toString());
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                end.complete(null);
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                end.complete(null);
            }
        };
        try (var relay = ThirdPartyRelay.start()) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(relay.url(), listener)
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("[\"REQ\",\"s\",{\"kinds\":[20001],\"#x\":[\"topic\"]}]", true)
                    .get(20, TimeUnit.SECONDS);
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("[\"EOSE\",\"s\"]");

            relay.drop();
            end.get(20, TimeUnit.SECONDS);
        }
    }
}
