package io.genosdb.sync.wire;

import static io.genosdb.sync.wire.RandomMessages.CODEC;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.sync.wire.Message.Purpose;
import io.genosdb.testing.Property;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    @Test
    void readsWhatItWrote() {
        Property.forAll(5_000, random -> {
            Message message = RandomMessages.one(random);
            byte[] bytes = CODEC.encode(message);
            Message again = CODEC.decode(bytes);
            if (message instanceof Message.Reconcile reconcile) {
                assertThat(((Message.Reconcile) again).payload()).isEqualTo(reconcile.payload());
            } else {
                assertThat(again).isEqualTo(message);
            }
            assertThat(CODEC.encode(again)).isEqualTo(bytes);
        });
    }

    @Test
    void entriesOneByOneMakeTheSameMessage() {
        Property.forAll(200, random -> {
            var writer = new EntriesWriter(CODEC);
            for (int i = 0; i < 3; i++) {
                Message.Entries entries = RandomMessages.entries(random, random.nextInt(300));
                int size = 0;
                for (Entry entry : entries.entries()) {
                    int larger = writer.add(entry);
                    assertThat(larger).isGreaterThan(size);
                    size = larger;
                }
                assertThat(writer.count()).isEqualTo(entries.entries().size());
                byte[] message = writer.finish(entries.purpose(), entries.position());
                assertThat(Arrays.equals(message, CODEC.encode(entries))).isTrue();
                assertThat(message.length).isBetween(size + 3, size + WireLimits.OVERHEAD_BYTES);
            }
            assertThat(CODEC.decode(writer.finish(Purpose.DELTA, 5)))
                    .isEqualTo(new Message.Entries(Purpose.DELTA, 5, List.of()));
        });
    }
}
