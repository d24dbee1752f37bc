package io.genosdb.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.h2.mvstore.Page;
import org.jspecify.annotations.Nullable;

/** Opens and salvages MVStore files. */
final class MvStoreProvider implements StorageProvider {

    /** How many incomplete states can follow the last complete one: the commits between two forced writes, and some. */
    private static final int MOST_STEPS_BACK = 16;

    private final DataFile.Opener opener;

    MvStoreProvider(DataFile.Opener opener) {
        this.opener = opener;
    }

    @Override
    public StorageType type() {
        return StorageType.MVSTORE;
    }

    @Override
    public String fileName() {
        return "entries.mvstore";
    }

    @Override
    public @Nullable String unavailable() {
        try {
            Class.forName("org.h2.mvstore.MVStore", false, getClass().getClassLoader());
            return null;
        } catch (ClassNotFoundException e) {
            return "com.h2database:h2-mvstore is not on the class path";
        }
    }

    @Override
    public StorageEngine create(Path path) {
        try {
            return MvStoreEngine.open(path, opener, CheckedFileStore.ANY_VERSION, false);
        } catch (IOException | RuntimeException e) {
            throw new StorageException("no store can be made at " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public StorageEngine open(Path path, Predicate<StorageEngine> acceptable) {
        return open(path, acceptable, CheckedFileStore.ANY_VERSION);
    }

    @Override
    public StorageEngine reopen(Path path, StorageEngine failed, Predicate<StorageEngine> acceptable) {
        long durable = ((MvStoreEngine) failed).durableVersion();
        MvStoreEngine engine = open(path, acceptable, durable);
        engine.outrun();
        return engine;
    }

    private MvStoreEngine open(Path path, Predicate<StorageEngine> acceptable, long newestVersion) {
        long newest = newestVersion;
        for (int step = 0; step < MOST_STEPS_BACK; step++) {
            Candidate candidate = newestState(path, newest);
            MvStoreEngine engine = candidate.engine();
            if (candidate.intact()) {
                if (isAcceptable(engine, acceptable)) {
                    return engine;
                }
                engine.close();
                throw new CorruptStoreException(
                        step == 0
                                ? "the newest state in " + path + " lacks acknowledged writes"
                                : "blocks of " + path + " do not match their checksums");
            }
            newest = engine.version() - 1;
            engine.close();
        }
        throw new CorruptStoreException("no state of " + path + " is complete");
    }

    private record Candidate(MvStoreEngine engine, boolean intact) {}

    private Candidate newestState(Path path, long newestVersion) {
        for (boolean thorough : new boolean[] {false, true}) {
            MvStoreEngine engine = tryOpen(path, newestVersion, thorough);
            CheckedFileStore.Inspection inspection = inspect(engine);
            if (inspection.newest()) {
                return new Candidate(engine, inspection.intact());
            }
            engine.close();
        }
        throw new CorruptStoreException("chunks of " + path + " are there of which others are missing");
    }

    private static boolean isAcceptable(MvStoreEngine engine, Predicate<StorageEngine> acceptable) {
        try {
            return acceptable.test(engine);
        } catch (StorageException e) {
            return false;
        }
    }

    private static CheckedFileStore.Inspection inspect(MvStoreEngine engine) {
        try {
            return engine.inspect();
        } catch (IOException e) {
            engine.close();
            throw new CorruptStoreException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private MvStoreEngine tryOpen(Path path, long newestVersion, boolean thorough) {
        try {
            if (Files.size(path) < 2 * CheckedFile.STRIDE) {
                throw new CorruptStoreException(path + " is cut off after " + Files.size(path) + " bytes");
            }
            return MvStoreEngine.open(path, opener, newestVersion, thorough);
        } catch (IOException | RuntimeException | AssertionError | OutOfMemoryError e) {
            throw new CorruptStoreException(path + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public long salvage(Path path, Finder finder) {
        MvStoreEngine engine = openToSalvage(path);
        try {
            Page<byte[], byte[]> root = engine.rootPage();
            return root.getTotalCount() - visit(engine, root, finder);
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            throw new CorruptStoreException(path + " is damaged: " + e.getMessage(), e);
        } finally {
            engine.close();
        }
    }

    /** The newest state, or any. */
    private MvStoreEngine openToSalvage(Path path) {
        try {
            return newestState(path, CheckedFileStore.ANY_VERSION).engine();
        } catch (CorruptStoreException e) {
            return tryOpen(path, CheckedFileStore.ANY_VERSION, true);
        }
    }

    private static long visit(MvStoreEngine engine, Page<byte[], byte[]> page, Finder finder) {
        if (page.isLeaf()) {
            for (int i = 0; i < page.getKeyCount(); i++) {
                finder.found(page.getValue(i));
            }
            return page.getKeyCount();
        }
        long visited = 0;
        for (int i = 0; i < page.getRawChildPageCount(); i++) {
            Page<byte[], byte[]> child = engine.childOrNull(page, i);
            visited += child == null ? 0 : visit(engine, child, finder);
        }
        return visited;
    }

    @Override
    public void carve(Path path, Finder finder) {
        try (InputStream blocks = new Blocks(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
            Carver.carve(blocks, finder);
        } catch (IOException e) {
            throw new StorageException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The content of a {@link CheckedFile}, damaged blocks included. */
    private static final class Blocks extends InputStream {
        private final InputStream file;
        private final byte[] stride = new byte[CheckedFile.STRIDE];
        private int position;
        private int end;

        private Blocks(InputStream file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return fill() ? stride[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, end - position);
            System.arraycopy(stride, position, target, offset, count);
            position += count;
            return count;
        }

        private boolean fill() throws IOException {
            if (position == end) {
                position = 0;
                end = Math.min(CheckedFile.BLOCK, file.readNBytes(stride, 0, CheckedFile.STRIDE));
            }
            return position < end;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
