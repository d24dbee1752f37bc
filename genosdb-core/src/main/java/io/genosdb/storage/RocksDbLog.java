package io.genosdb.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a write-ahead log of RocksDB: fragments in blocks of 32 KiB, each behind a checksum, a length and a type.
 * Checksums are not looked at: the records inside have their own. Where a header makes no sense, the rest of the block is
 * passed on as it is.
 */
final class RocksDbLog extends InputStream {

    private static final int BLOCK = 32 * 1024;
    private static final int HEADER = 7;
    private static final int RECYCLABLE_HEADER = HEADER + 4;
    private static final int LAST_TYPE = 4;
    private static final int LAST_RECYCLABLE_TYPE = 8;

    private final InputStream log;
    private final byte[] block = new byte[BLOCK];
    private int blockEnd;
    private int position;
    private int fragmentEnd;

    RocksDbLog(InputStream log) {
        this.log = log;
    }

    @Override
    public int read() throws IOException {
        return nextFragment() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!nextFragment()) {
            return -1;
        }
        int count = Math.min(length, fragmentEnd - position);
        System.arraycopy(block, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean nextFragment() throws IOException {
        while (position == fragmentEnd) {
            if (blockEnd - position < HEADER) {
                blockEnd = log.readNBytes(block, 0, BLOCK);
                position = 0;
                if (blockEnd == 0) {
                    fragmentEnd = 0;
                    return false;
                }
            }
            readHeader();
        }
        return true;
    }

    private void readHeader() {
        fragmentEnd = blockEnd;
        if (blockEnd < HEADER) {
            return;
        }
        int at = position;
        int length = (block[at + 4] & 0xFF) | (block[at + 5] & 0xFF) << 8;
        int type = block[at + 6];
        int header = type <= LAST_TYPE ? HEADER : RECYCLABLE_HEADER;
        boolean makesSense = type > 0 && type <= LAST_RECYCLABLE_TYPE && at + header + length <= blockEnd;
        if (makesSense) {
            position = at + header;
            fragmentEnd = position + length;
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
