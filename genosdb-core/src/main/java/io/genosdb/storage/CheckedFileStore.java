package io.genosdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * Puts an MVStore into a {@link CheckedFile}.
 *
 * <p>Can be told to overlook chunks newer than some version. MVStore believes a chunk whose first and last block are there;
 * after a loss of power those in between may not be, and the version before is the one to go back to.
 */
final class CheckedFileStore extends RandomAccessStore {

    static final long ANY_VERSION = Long.MAX_VALUE;

    private final CheckedFile file;
    private final long newestVersion;

    CheckedFileStore(CheckedFile file, String name, long newestVersion) throws IOException {
        super(Map.of());
        this.file = file;
        this.newestVersion = newestVersion;
        init(name, false);
        setSize(file.length());
    }

    /** Whether every block that the store refers to is intact. */
    boolean isIntact() throws IOException {
        for (SFChunk chunk : getChunks().values()) {
            boolean isReferredTo = chunk.block > 0 && chunk.maxLenLive > 0;
            if (isReferredTo && !file.areIntact(chunk.block, chunk.len)) {
                return false;
            }
        }
        return true;
    }

    long lastVersion() {
        return lastChunk == null ? 0 : lastChunk.version;
    }

    @Override
    public SFChunk createChunk(String text) {
        return believable(super.createChunk(text));
    }

    @Override
    protected SFChunk createChunk(Map<String, String> map) {
        return believable(super.createChunk(map));
    }

    private SFChunk believable(SFChunk chunk) {
        if (chunk.version > newestVersion) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "Chunk {0} is overlooked", chunk.id);
        }
        return chunk;
    }

    /** Never: a batch is one commit, and the middle of it is no place to save. */
    @Override
    public boolean shouldSaveNow(int unsavedMemory, int autoCommitMemory) {
        return false;
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        try {
            ByteBuffer bytes = file.read(position, length);
            readCount.incrementAndGet();
            readBytes.addAndGet(length);
            return bytes;
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_READING_FAILED, e);
        }
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
        int length = source.remaining();
        setSize(Math.max(size(), position + length));
        try {
            file.write(position, source);
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
        writeCount.incrementAndGet();
        writeBytes.addAndGet(length);
    }

    @Override
    public void sync() {
        try {
            file.sync();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
    }

    @Override
    protected void truncate(long length) {
        try {
            file.truncate(length);
            setSize(Math.min(size(), length));
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed(DataUtils.ERROR_WRITING_FAILED, e);
        } finally {
            super.close();
        }
    }

    private static MVStoreException failed(int code, IOException e) {
        return DataUtils.newMVStoreException(code, "{0}", String.valueOf(e.getMessage()), e);
    }

    @Override
    public void open(String name, boolean readOnly, char[] encryptionKey) {
        throw new UnsupportedOperationException("the file is open already");
    }

    @Override
    public FileStore<SFChunk> open(String name, boolean readOnly) {
        throw new UnsupportedOperationException("the file is open already");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("backups are made by copying the directory");
    }
}
