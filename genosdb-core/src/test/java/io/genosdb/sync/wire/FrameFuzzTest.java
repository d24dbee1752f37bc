package io.genosdb.sync.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Whatever comes as frames gives messages within the limit or the documented refusal, in bounded memory. */
class FrameFuzzTest {

    private static final int MAX_MESSAGE = 1 << 20;

    @Test
    void mutatedFramesAreReadOrRefused() {
        Property.forAll(50_000, random -> {
            try (var reader = new FrameReader(4_000);
                    var writer = new FrameWriter(2 + random.nextInt(3_000), true)) {
                byte[] message = RandomMessages.bytes(random, 1 + random.nextInt(3_000));
                Arrays.fill(message, 0, random.nextInt(message.length), (byte) 1);
                var frames = new ArrayList<>(writer.write(message));
                mutate(frames, random);
                assertThat(Allocation.of(() -> readAll(reader, frames))).isLessThan(128 * 1024);
            }
        });
    }

    private static void mutate(List<byte[]> frames, RandomGenerator random) {
        int index = random.nextInt(frames.size());
        byte[] frame = frames.get(index);
        switch (random.nextInt(6)) {
            case 0 -> frame[0] = (byte) random.nextInt();
            case 1 -> frames.set(index, Arrays.copyOf(frame, random.nextInt(frame.length)));
            case 2 -> frames.add(index, frame);
            case 3 -> frames.set(index, RandomMessages.bytes(random, random.nextInt(100)));
            case 4 -> frames.remove(index);
            default -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private static void readAll(FrameReader reader, List<byte[]> frames) throws MalformedMessageException {
        for (byte[] frame : frames) {
            byte[] message = reader.read(frame);
            if (message != null && (message.length == 0 || message.length > 4_000)) {
                throw new AssertionError("a message of " + message.length + " bytes");
            }
        }
    }

    /** What deflates to a thousandth: gigabytes that come as a megabyte, within the limit of frames. */
    @Test
    void decompressionBombsTakeNoMemory() {
        byte[] bomb = deflated(1 << 29);
        assertThat(bomb.length).isLessThan(MAX_MESSAGE);
        try (var reader = new FrameReader(MAX_MESSAGE)) {
            assertThat(Allocation.of(() -> refusedForItsLength(reader, bomb))).isLessThan(6 * MAX_MESSAGE);
        }
    }

    private static byte[] deflated(int zeros) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        var out = new byte[1 << 20];
        out[0] = FrameFlags.DEFLATED;
        int size = 1;
        var input = new byte[1 << 16];
        for (int done = 0; done < zeros; done += input.length) {
            deflater.setInput(input);
            size += deflater.deflate(out, size, out.length - size);
        }
        deflater.finish();
        size += deflater.deflate(out, size, out.length - size);
        deflater.end();
        return Arrays.copyOf(out, size);
    }

    private static void refusedForItsLength(FrameReader reader, byte[] frame) {
        try {
            while (reader.read(frame) == null) {
                // more to come
            }
            throw new AssertionError("a message that is too long was read");
        } catch (MalformedMessageException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.LIMIT);
        }
    }

    @Test
    void endlessFragmentsEnd() {
        for (int bytes : new int[] {1, 1_000, MAX_MESSAGE}) {
            var frame = new byte[1 + bytes];
            frame[0] = FrameFlags.MORE;
            try (var reader = new FrameReader(MAX_MESSAGE)) {
                assertThat(Allocation.of(() -> refusedForItsLength(reader, frame)))
                        .isLessThan(4 * MAX_MESSAGE);
            }
        }
    }
}
