package io.genosdb.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genosdb.testing.Property;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {

    private static final int MAX_MESSAGE = 100_000;

    @Test
    void messagesComeOutAsTheyWentIn() {
        Property.forAll(2_000, random -> {
            int maxFrame = random.nextInt(2, random.nextBoolean() ? 50 : 20_000);
            try (var writer = new FrameWriter(maxFrame, random.nextBoolean());
                    var reader = new FrameReader(MAX_MESSAGE)) {
                for (int i = 0; i < 3; i++) {
                    int size = random.nextInt(1, random.nextBoolean() ? 2_000 : MAX_MESSAGE);
                    byte[] message = RandomMessages.bytes(random, size);
                    Arrays.fill(message, random.nextInt(size), size, (byte) 7);
                    List<byte[]> frames = writer.write(message);
                    assertThat(frames).allMatch(frame -> frame.length <= maxFrame);
                    for (byte[] frame : frames.subList(0, frames.size() - 1)) {
                        assertThat(reader.read(frame)).isNull();
                    }
                    assertThat(Arrays.equals(reader.read(frames.get(frames.size() - 1)), message))
                            .isTrue();
                }
            }
        });
    }

    @Test
    void onlyWhatGetsSmallerIsDeflated() {
        try (var writer = new FrameWriter(MAX_MESSAGE, true);
                var plain = new FrameWriter(MAX_MESSAGE, false)) {
            byte[] atThreshold = new byte[FrameWriter.DEFLATE_ABOVE_BYTES];
            byte[] aboveThreshold = new byte[FrameWriter.DEFLATE_ABOVE_BYTES + 1];
            byte[] noise = RandomMessages.bytes(Property.generator(1), 50_000);
            assertThat(writer.write(atThreshold).get(0)).hasSize(atThreshold.length + 1);
            assertThat(writer.write(aboveThreshold).get(0)).hasSizeLessThan(100);
            assertThat(writer.write(noise).get(0)).hasSize(noise.length + 1);
            assertThat(plain.write(aboveThreshold).get(0)).hasSize(aboveThreshold.length + 1);
        }
    }

    @Test
    void theLongestMessageIsTakenAndNoLongerOne() throws MalformedMessageException {
        for (boolean deflate : new boolean[] {true, false}) {
            try (var each = new FrameWriter(5_000, deflate);
                    var reader = new FrameReader(MAX_MESSAGE)) {
                byte[] last = null;
                for (byte[] frame : each.write(new byte[MAX_MESSAGE])) {
                    last = reader.read(frame);
                }
                assertThat(last).hasSize(MAX_MESSAGE);
                assertThatThrownBy(() -> {
                            for (byte[] frame : each.write(new byte[MAX_MESSAGE + 1])) {
                                reader.read(frame);
                            }
                        })
                        .isInstanceOfSatisfying(
                                MalformedMessageException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT))
                        .hasMessageContaining("more than " + MAX_MESSAGE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "no frame, ''",
        "no content, 00",
        "unknown flag, 0400",
        "high flag, 8000",
        "deflated twice, 010a 0201",
        "empty continuation, 010a 00",
        "unfinished deflate, 024a",
        "empty deflated message, 020300",
        "tail after the deflated message, 024b040000",
        "not deflate, 02ffff",
    })
    void otherBytesAreRefused(String what, String hex) {
        try (var reader = new FrameReader(MAX_MESSAGE)) {
            assertThatThrownBy(() -> {
                        for (String frame : hex.split(" ", -1)) {
                            reader.read(HexFormat.of().parseHex(frame));
                        }
                    })
                    .as(what)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void whatCannotBeSentIsTheCallersFault() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameWriter(1, false));
        var writer = new FrameWriter(100, true);
        assertThatIllegalArgumentException().isThrownBy(() -> writer.write(new byte[0]));
        writer.close();
        writer.close();
        assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[1]));
    }

    @Test
    void aClosedReaderReadsNothing() throws MalformedMessageException {
        var reader = new FrameReader(100);
        assertThat(reader.read(new byte[] {0, 1})).containsExactly(1);
        reader.close();
        reader.close();
        assertThat(reader.read(new byte[] {0, 1})).isNull();
    }
}
