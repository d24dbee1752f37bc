package io.genosdb.rtc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.rtc.transport.Recorder.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebRtcTransportTest {

    private static PeerTransport transport;

    @BeforeAll
    static void open() {
        WebRtcHere.assume();
        transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        assertThat(transport.problem()).isEmpty();
    }

    @AfterAll
    static void close() {
        if (transport != null) {
            transport.close();
        }
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

    @Test
    void carriesTheLargestMessageAndRefusesOthersBeforeTheyHarmTheChannel() throws InterruptedException {
        Pair pair = Pair.connected(transport, transport);
        byte[] largest = new byte[PeerChannel.MAX_MESSAGE_BYTES];
        new Random(1).nextBytes(largest);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> pair.offering().send(new byte[PeerChannel.MAX_MESSAGE_BYTES + 1]))
                .withMessageContaining("65537");
        assertThatIllegalArgumentException().isThrownBy(() -> pair.offering().send(new byte[0]));
        assertThat(pair.offering().send(largest)).isTrue();

        assertThat(pair.answerer().message()).isEqualTo(largest);
        pair.offering().close("done");
    }

    @Test
    void takesNoMoreThanTheNetworkCarriesAndSaysWhenItTakesMore() throws InterruptedException {
        Pair pair = Pair.connected(transport, transport);
        int messages = 2000;
        int refused = 0;

        for (int sent = 0; sent < messages; ) {
            byte[] message = new byte[PeerChannel.MAX_MESSAGE_BYTES];
            ByteBuffer.wrap(message).putInt(sent);
            if (pair.offering().send(message)) {
                sent++;
            } else {
                refused++;
                assertThat(pair.offerer().writable.take()).isSameAs(pair.offering());
            }
        }

        assertThat(refused).isPositive();
        for (int i = 0; i < messages; i++) {
            assertThat(ByteBuffer.wrap(pair.answerer().message()).getInt()).isEqualTo(i);
        }
        pair.offering().close("done");
    }

    @Test
    void saysWaysWithFragmentsAsBrowsersDo() throws InterruptedException {
        Pair pair = Pair.connected(transport, transport);

        IceCandidate gathered = pair.offerer().gathered.take();

        assertThat(gathered.candidate()).startsWith("candidate:").contains(" typ host", " ufrag ");
        assertThat(gathered.sdpMid()).isEqualTo("0");
        assertThat(gathered.sdpMLineIndex()).isZero();
        assertThat(gathered.candidate()).contains(" ufrag " + gathered.usernameFragment());
        pair.offering().close("done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
                "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
            })
    void anUnusableOfferIsClosedAndNothingElse(String offer) {
        Recorder recorder = new Recorder();

        PeerChannel channel = transport.answer(offer, recorder);

        assertThat(recorder.end()).isNotEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(recorder.order).containsExactly("closed");
    }

    @Test
    void anUnusableAnswerEndsTheConnection() {
        Recorder recorder = new Recorder();
        PeerChannel channel = transport.offer(recorder);
        Recorder.within(recorder.described);

        channel.accept("v=0\r\ngarbage");

        assertThat(recorder.end()).startsWith("The answer is unusable");
    }

    @Test
    void unusableWaysDoNoHarmWheneverTheyCome() {
        Recorder offerer = new Recorder();
        Recorder answerer = new Recorder();
        PeerChannel offering = transport.offer(offerer);
        garbage(offering);
        PeerChannel answering = transport.answer(Recorder.within(offerer.described), answerer);
        garbage(answering);
        offerer.signalTo(answering);
        answerer.signalTo(offering);
        offering.accept(Recorder.within(answerer.described));
        garbage(offering);

        offerer.open();
        answerer.open();
        garbage(answering);
        offering.accept("a second answer");

        assertThat(offering.isOpen()).isTrue();
        assertThat(answering.isOpen()).isTrue();
        offering.close("done");
    }

    private static void garbage(PeerChannel channel) {
        for (String line : List.of(
                "",
                "garbage",
                "candidate:",
                "candidate:1 1 udp x 1.2.3.4 x typ host",
                "candidate:1 1 udp 2122260223 4f9e8c1a-7d1e-4e0b-9d3b-5a4f2f1f7a11.local 51234 typ host generation 0 ufrag x",
                "candidate:1 1 udp 2122260223 999.1.1.1 51234 typ host")) {
            channel.add(new IceCandidate(line, "0", 0, null));
            channel.add(new IceCandidate(line, null, -1, "x"));
            channel.add(new IceCandidate(line, "nowhere", 7, null));
        }
    }

    @Test
    void everythingMayBeCalledAfterTheEnd() throws InterruptedException {
        Pair pair = Pair.connected(transport, transport);
        IceCandidate way = pair.answerer().gathered.take();

        pair.offering().close("first");
        pair.offering().close("second");
        assertThat(pair.offerer().end()).isEqualTo("first");
        pair.answerer().end();

        assertThat(pair.offering().send(new byte[1])).isFalse();
        pair.offering().add(way);
        pair.offering().accept("late");
        pair.offering().close("third");
        assertThat(pair.offerer().order).endsWith("closed").containsOnlyOnce("closed");
    }

    @Test
    void aListenerThatFailsOrClosesWithinAnEventHarmsNobody() throws InterruptedException {
        CompletableFuture<String> closed = new CompletableFuture<>();
        Recorder recorder = new Recorder();
        PeerChannel.Events failing = failing(closed);
        PeerChannel offering = transport.offer(recorder);
        PeerChannel answering = transport.answer(Recorder.within(recorder.described), failing);
        recorder.signalTo(answering);
        failingSignals.thenAccept(offering::accept).join();

        recorder.open();
        assertThat(offering.send(new byte[] {1})).isTrue();

        assertThat(Recorder.within(closed)).isEqualTo("closed within an event");
        recorder.end();
        Pair.connected(transport, transport).offering().close("the others go on");
    }

    private final CompletableFuture<String> failingSignals = new CompletableFuture<>();

    private PeerChannel.Events failing(CompletableFuture<String> closed) {
        return new PeerChannel.Events() {

            @Override
            public void described(PeerChannel channel, String description) {
                failingSignals.complete(description);
                throw new IllegalStateException("a failing listener");
            }

            @Override
            public void gathered(PeerChannel channel, IceCandidate candidate) {
                throw new AssertionError("a failing listener");
            }

            @Override
            public void opened(PeerChannel channel) {
                throw new IllegalStateException("a failing listener");
            }

            @Override
            public void received(PeerChannel channel, byte[] message) {
                channel.close("closed within an event");
                throw new IllegalStateException("a failing listener");
            }

            @Override
            public void writable(PeerChannel channel) {}

            @Override
            public void worn(PeerChannel channel) {}

            @Override
            public void closed(PeerChannel channel, String reason) {
                closed.complete(reason);
                throw new IllegalStateException("a failing listener");
            }
        };
    }

    @Test
    void manyConnectAndEndAtOnceWhileOthersSend() throws InterruptedException {
        Pair steady = Pair.connected(transport, transport);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pairs.add(Pair.begun(transport, transport));
        }

        for (Pair pair : pairs) {
            pair.offerer().open();
            assertThat(pair.offering().send(new byte[] {1})).isTrue();
            Thread sender = new Thread(() -> {
                while (pair.offering().send(new byte[1000]) || pair.offering().isOpen()) {
                    Thread.onSpinWait();
                }
            });
            sender.start();
            pair.answerer().message();
            pair.answering().close("done");
            pair.offering().close("done");
            sender.join();
        }

        assertThat(steady.offering().send(new byte[] {2})).isTrue();
        assertThat(steady.answerer().message()).containsExactly(2);
        steady.offering().close("done");
    }

    @Test
    void whatNeverOpensIsClosed() {
        PeerTransport impatient = WebRtcTransport.open(WebRtcOptions.DEFAULTS.withOpenTimeout(Duration.ofMillis(200)));
        Recorder recorder = new Recorder();

        impatient.offer(recorder);

        assertThat(recorder.end()).startsWith("Not open within");
        impatient.close();
    }

    @Test
    void closingTheTransportEndsAllOfItsConnectionsAndItMakesNoMore() {
        PeerTransport closing = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        Pair pair = Pair.connected(closing, transport);

        closing.close();
        closing.close();

        assertThat(pair.offerer().end()).isEqualTo("The transport was closed");
        assertThat(pair.answerer().end()).isNotEmpty();
        Recorder late = new Recorder();
        assertThat(closing.offer(late).isOpen()).isFalse();
        assertThat(late.end()).isEqualTo("The transport is closed");
        assertThat(pair.offering().send(new byte[1])).isFalse();
    }

    @Test
    void usesThePortsItIsGivenAndOpensThoughAServerIsOutOfReach() {
        PeerTransport limited = WebRtcTransport.open(WebRtcOptions.DEFAULTS
                .withPortRange(new WebRtcOptions.PortRange(42_000, 42_050))
                .withIceServers(List.of(
                        WebRtcOptions.IceServer.of("stun:192.0.2.77:3478"),
                        new WebRtcOptions.IceServer(List.of("turn:192.0.2.77:3478?transport=udp"), "user", "secret"))));
        Pair pair = Pair.connected(limited, transport);

        assertThat(pair.offerer().gathered)
                .filteredOn(way -> way.candidate().contains(" udp "))
                .isNotEmpty()
                .allSatisfy(way -> assertThat(Integer.parseInt(way.candidate().split(" ", -1)[5]))
                        .isBetween(42_000, 42_050));
        limited.close();
        pair.answerer().end();
    }

    @Test
    void aWornFactoryAsksForOtherConnectionsAndEndsThoseThatStay() throws InterruptedException {
        PeerTransport wearing = WebRtcTransport.open(WebRtcOptions.DEFAULTS.withMessagesBeforeWorn(2_000));
        Pair old = Pair.connected(transport, wearing);

        // A connection adds a fiftieth to what its factory may take.
        exchange(old, 2_040);
        assertThat(Recorder.within(old.answerer().worn)).isSameAs(old.answering());
        Pair replacement = Pair.connected(transport, wearing);
        exchange(old, 10);
        exchange(replacement, 10);
        assertThat(replacement.answerer().order).doesNotContain("worn");

        exchange(old, 17_000);
        while (old.offering().isOpen()) {
            old.offering().send(new byte[1]);
        }
        assertThat(old.answerer().end()).contains("connect again");
        exchange(replacement, 10);
        wearing.close();
        replacement.offerer().end();
    }

    private static void exchange(Pair pair, int messages) throws InterruptedException {
        for (int i = 0; i < messages; ) {
            if (pair.offering().send(new byte[] {1})) {
                i++;
            } else {
                pair.offerer().writable.take();
            }
        }
        for (int i = 0; i < messages; i++) {
            pair.answerer().message();
        }
    }
}
