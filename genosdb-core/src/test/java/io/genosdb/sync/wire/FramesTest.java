package io.genosdb.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
