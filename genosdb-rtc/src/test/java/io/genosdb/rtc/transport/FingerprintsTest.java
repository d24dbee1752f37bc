package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintsTest {

    private static final String ONE = "v=0\r\na=fingerprint:sha-256 AA:01\r\nm=application 9\r\n";
    private static final String OTHER = "v=0\nm=application 9\na=fingerprint:sha-256 bb:02\na=mid:0\n";
    private static final String MIDDLE = "a=fingerprint:sha-256 cc:03\n";

    @Test
    void bothEndsKnowTheSame() {
        assertThat(Fingerprints.binding(ONE, OTHER)).hasSize(32).isEqualTo(Fingerprints.binding(OTHER, ONE));
        assertThat(Fingerprints.binding(ONE, OTHER))
                .isEqualTo(Fingerprints.binding(ONE.replace("AA", "aa").replace("\r", ""), OTHER));
    }

    @Test
    void whoStandsInBetweenIsSeen() {
        byte[] direct = Fingerprints.binding(ONE, OTHER);
        assertThat(Fingerprints.binding(ONE, MIDDLE))
                .isNotEqualTo(direct)
                .isNotEqualTo(Fingerprints.binding(MIDDLE, OTHER));
        // Another certificate beside the right one, on both sides.
        assertThat(Fingerprints.binding(ONE, OTHER + MIDDLE)).isNotEqualTo(Fingerprints.binding(OTHER, ONE + MIDDLE));
    }

    @Test
    void nothingIsBoundToNoCertificate() {
        assertThat(Fingerprints.binding(ONE, "v=0")).isEmpty();
    }
}
