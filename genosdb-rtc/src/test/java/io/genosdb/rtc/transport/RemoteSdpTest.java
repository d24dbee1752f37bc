package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSdpTest {

    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    private static final String DATA =
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n";
    private static final String HOST =
            "candidate:842163049 1 udp 2122260223 192.168.1.7 51234 typ host generation 0 ufrag QX4d";
    private static final String MDNS =
            "candidate:1 1 udp 2122260223 4f9e8c1a-7d1e-4e0b-9d3b-5a4f2f1f7a11.local 51234 typ host generation 0";

    @Test
    void keepsADescriptionOfDataAsItIs() {
        String description = HEAD + DATA + "a=" + HOST + "\r\na=sctp-port:5000\r\n";

        assertThat(RemoteSdp.checked(description)).isEqualTo(description);
        assertThat(RemoteSdp.checked(description.replace("\r\n", "\n"))).isEqualTo(description);
    }

    @Test
    void leavesOutCandidatesThatHaveNamesInsteadOfAddresses() {
        assertThat(RemoteSdp.checked(HEAD + DATA + "a=" + MDNS + "\r\na=" + HOST + "\r\n"))
                .isEqualTo(HEAD + DATA + "a=" + HOST + "\r\n");
    }

    @Test
    void boundsTheNumberOfCandidatesAndTheLength() {
        String many = HEAD + DATA + ("a=" + HOST + "\r\n").repeat(500);

        assertThat(RemoteSdp.checked(many).lines().filter(line -> line.contains("candidate")))
                .hasSize(RemoteSdp.MAX_CANDIDATES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteSdp.checked(HEAD + DATA + "a=x:" + "y".repeat(70_000)))
                .withMessageContaining("longer");
    }

    @Test
    void refusesMediaAndWhatHasNotOneSection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RemoteSdp.checked(HEAD + DATA + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"))
                .withMessageContaining("media");
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteSdp.checked(HEAD + DATA + DATA));
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteSdp.checked(HEAD));
        assertThatIllegalArgumentException().isThrownBy(() -> RemoteSdp.checked(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HOST,
                "candidate:1 1 tcp 1518280447 10.0.0.1 9 typ host tcptype active generation 0 ufrag x network-id 1",
                "candidate:1 1 udp 2122260223 fd00::2 51234 typ host",
                "candidate:1 1 udp 2122260223 ::ffff:10.0.0.1 51234 typ host",
                "candidate:1 1 udp 1686052607 203.0.113.9 51234 typ srflx raddr 0.0.0.0 rport 0 generation 0"
            })
    void takesAddresses(String candidate) {
        assertThat(RemoteSdp.isUsable(candidate)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "candidate:",
                MDNS,
                "candidate:1 1 udp 2122260223 example.org 51234 typ host",
                "candidate:1 1 udp 2122260223 10.0.0.1 51234",
                "a=candidate:1 1 udp 2122260223 10.0.0.1 51234 typ host",
                "candidate:1 1 udp 2122260223 10.0.0.1 51234 typ host\r\na=x:y",
                "candidate:1 1 udp 2122260223 10.0.0.1 51234 typ host \u0000"
            })
    void takesNothingElse(String candidate) {
        assertThat(RemoteSdp.isUsable(candidate)).isFalse();
        assertThat(RemoteSdp.isUsable(HOST + " x".repeat(600))).isFalse();
    }
}
