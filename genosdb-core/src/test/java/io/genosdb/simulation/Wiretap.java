package io.genosdb.simulation;

import io.genosdb.graph.EntryFactory;
import io.genosdb.graph.Limits;
import io.genosdb.sync.wire.FrameReader;
import io.genosdb.sync.wire.MalformedMessageException;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.MessageCodec;
import io.genosdb.sync.wire.WireLimits;
import java.util.Map;
import java.util.TreeMap;

/** Reads what one side of a connection sends, as its peer would, and counts it. */
final class Wiretap implements AutoCloseable {

    private static final MessageCodec CODEC = new MessageCodec(new EntryFactory(World.DATABASE, Limits.DEFAULTS));

    private final FrameReader reader = new FrameReader(WireLimits.maxMessageBytes(Limits.DEFAULTS));
    private final Map<String, Integer> counts = new TreeMap<>();

    /** Names the message that a frame completes. */
    String read(byte[] frame) {
        try {
            byte[] message = reader.read(frame);
            return message == null ? "part" : name(CODEC.decode(message));
        } catch (MalformedMessageException e) {
            return "something malformed: " + e.getMessage();
        }
    }

    private String name(Message message) {
        String kind = message.getClass().getSimpleName();
        if (message instanceof Message.Entries entries) {
            kind += " " + entries.purpose();
            count(kind);
            return kind + " " + entries.entries().size() + " at " + entries.position();
        }
        count(kind);
        if (message instanceof Message.Digest || message instanceof Message.Failure || message instanceof Message.End) {
            return message.toString();
        }
        return message instanceof Message.Hello hello
                ? kind + " " + hello.count() + " at " + hello.position() + " cursor " + hello.cursor()
                : kind;
    }

    private void count(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** How many messages there were of each kind. */
    Map<String, Integer> counts() {
        return counts;
    }

    @Override
    public void close() {
        reader.close();
    }
}
