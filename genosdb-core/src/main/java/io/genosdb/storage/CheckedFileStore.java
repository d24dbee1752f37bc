package io.genosdb.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an MVStore into a {@link CheckedFile}.
 *
 * <p>Can be told to overlook chunks newer than some version. MVStore believes a chunk whose first and last block are there;
 * after a loss of power those in between may not be, and the version before is the one to go back to.
 */
final class CheckedFileStore extends RandomAccessStore {

    static final long ANY_VERSION = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(CheckedFileStore.class);
    private static final byte[] CHUNK = "chunk:".getBytes(StandardCharsets.ISO_8859_1);

    private final CheckedFile file;
    private final long newestVersion;
    private final boolean thorough;

    /**
     * Makes the store of an open file.
     *
     * @param newestVersion chunks of later versions are overlooked
     * @param thorough whether to look for chunks everywhere
     */
    CheckedFileStore(CheckedFile file, String name, long newestVersion, boolean thorough) throws IOException {
        super(Map.of());
        this.file = file;
        this.newestVersion = newestVersion;
        this.thorough = thorough;
        init(name, false);
        setSize(file.length());
    }

    /** What a look at every block has found. */
    record Inspection(boolean intact, boolean newest) {}

    /**
     * Looks at every block.
     *
     * @return whether all that the store refers to is intact, and whether there is no complete chunk newer than it
     */
    Inspection inspect() throws IOException {
        var damaged = new BitSet();
        var headers = new ArrayList<SFChunk>();
        file.visitBlocks((number, intact, bytes, offset) -> {
            if (!intact) {
                damaged.set((int) number);
            } else if (Arrays.equals(CHUNK, 0, CHUNK.length, bytes, offset, offset + CHUNK.length)) {
                addHeader(headers, number, bytes, offset);
            }
        });
        boolean intact = true;
        for (SFChunk chunk : getChunks().values()) {
            boolean isReferredTo = chunk.block > 0 && chunk.maxLenLive > 0;
            intact &= !isReferredTo || isWhole(chunk, damaged);
        }
        boolean newest = true;
        for (SFChunk chunk : headers) {
            newest &= chunk.version <= lastVersion() || !isWhole(chunk, damaged);
        }
        return new Inspection(intact, newest);
    }

    private boolean isWhole(SFChunk chunk, BitSet damaged) {
        int damage = damaged.nextSetBit((int) chunk.block);
        long end = chunk.block + chunk.len;
        return (damage < 0 || damage >= end)
                && end * CheckedFile.BLOCK <= size()
                && readChunkHeaderAndFooter(chunk.block, chunk.id) != null;
    }

    private void addHeader(List<SFChunk> headers, long block, byte[] bytes, int offset) {
        try {
            int end = offset;
            while (bytes[end] != '\n' && end < offset + CheckedFile.BLOCK) {
                end++;
            }
            SFChunk chunk = createChunk(new String(bytes, offset, end - offset, StandardCharsets.ISO_8859_1).trim());
            chunk.block = block;
            headers.add(chunk);
        } catch (RuntimeException e) {
            LOG.trace("What looks like a chunk at block {} is none", block, e);
        }
    }

    long lastVersion() {
        return lastChunk == null ? 0 : lastChunk.version;
    }

    /**
     * MVStore follows the file header to the newest chunk. The header is not forced to disk with the chunk that replaces
     * another, so after a loss of power it can lead nowhere; then MVStore takes any chunk at the end of the file, however
     * old. {@link #inspect} notices, and this looks at every block.
     */
    @Override
    protected void readStoreHeader(boolean recoveryMode) {
        super.readStoreHeader(recoveryMode || thorough);
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
