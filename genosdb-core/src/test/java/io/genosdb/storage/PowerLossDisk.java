package io.genosdb.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A disk with a cache that loses its power: what was not synced reaches the files in any part, in sectors of 512 bytes and in
 * any order. Real files underneath hold what is durable.
 */
final class PowerLossDisk {

    private static final int SECTOR = 512;

    private final Map<Path, State> states = new HashMap<>();
    private long operationsLeft = Long.MAX_VALUE;

    /** A write, or a new length where there are no bytes. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares operations.
    private record Operation(long position, byte[] bytes) {}

    private static final class State {
        private Object identity;
        private byte[] content = {};
        private int length;
        private final List<Operation> unsynced = new ArrayList<>();
    }

    /** From then on nothing works any more. */
    void failAfter(long operations) {
        operationsLeft = operations;
    }

    boolean hasFailed() {
        return operationsLeft <= 0;
    }

    private void operate() throws IOException {
        if (operationsLeft <= 0 || --operationsLeft <= 0) {
            throw new IOException("no power");
        }
    }

    DataFile open(Path path) throws IOException {
        operate();
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
        Object identity = Objects.requireNonNull(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        State state = states.get(path);
        if (state == null || !state.identity.equals(identity)) {
            state = new State();
            state.identity = identity;
            state.content = Files.readAllBytes(path);
            state.length = state.content.length;
            states.put(path, state);
        }
        return new CachedFile(path, state);
    }

    /** Decides what of the unsynced writes reached the files. */
    void lose(RandomGenerator random) throws IOException {
        for (Map.Entry<Path, State> file : states.entrySet()) {
            if (!Files.exists(file.getKey())) {
                continue;
            }
            var survivors = new ArrayList<Operation>();
            int share = random.nextInt(0, 5);
            for (Operation operation : file.getValue().unsynced) {
                if (operation.bytes() == null) {
                    if (random.nextInt(4) < share) {
                        survivors.add(operation);
                    }
                    continue;
                }
                sectors(operation).stream()
                        .filter(sector -> random.nextInt(4) < share)
                        .forEach(survivors::add);
            }
            apply(file.getKey(), survivors);
        }
    }

    private static List<Operation> sectors(Operation operation) {
        var sectors = new ArrayList<Operation>();
        int from = 0;
        while (from < operation.bytes().length) {
            long position = operation.position() + from;
            int to = (int) Math.min(operation.bytes().length, from + SECTOR - position % SECTOR);
            sectors.add(new Operation(position, Arrays.copyOfRange(operation.bytes(), from, to)));
            from = to;
        }
        return sectors;
    }

    private static void apply(Path path, List<Operation> operations) throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            for (Operation operation : operations) {
                if (operation.bytes() == null) {
                    channel.truncate(operation.position());
                } else {
                    channel.position(operation.position());
                    channel.write(java.nio.ByteBuffer.wrap(operation.bytes()));
                }
            }
        }
    }

    private final class CachedFile implements DataFile {
        private final Path path;
        private final State state;

        private CachedFile(Path path, State state) {
            this.path = path;
            this.state = state;
        }

        @Override
        public void read(long position, byte[] target, int length) throws IOException {
            if (hasFailed()) {
                throw new IOException("no power");
            }
            if (position + length > state.length) {
                throw new EOFException();
            }
            System.arraycopy(state.content, (int) position, target, 0, length);
        }

        @Override
        public void write(long position, byte[] source, int length) throws IOException {
            // The write that is interrupted may have reached the disk in part, too.
            state.unsynced.add(new Operation(position, Arrays.copyOf(source, length)));
            operate();
            int end = (int) position + length;
            if (end > state.content.length) {
                state.content = Arrays.copyOf(state.content, Math.max(end, 2 * state.content.length));
            }
            System.arraycopy(source, 0, state.content, (int) position, length);
            state.length = Math.max(state.length, end);
        }

        @Override
        public void sync() throws IOException {
            operate();
            apply(path, state.unsynced);
            state.unsynced.clear();
        }

        @Override
        public void truncate(long length) throws IOException {
            state.unsynced.add(new Operation(length, null));
            operate();
            state.length = (int) Math.min(state.length, length);
            Arrays.fill(state.content, state.length, state.content.length, (byte) 0);
        }

        @Override
        public long length() {
            return state.length;
        }

        @Override
        public void close() {
            // The cache outlives it.
        }
    }
}
