package io.genosdb.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Finds records in bytes of which nothing else is known, by their first bytes and their length. */
final class Carver {

    private final InputStream in;
    private byte[] window = new byte[1 << 20];
    private int start;
    private int end;

    private Carver(InputStream in) {
        this.in = in;
    }

    static void carve(InputStream in, StorageProvider.Finder finder) throws IOException {
        new Carver(in).run(finder);
    }

    private void run(StorageProvider.Finder finder) throws IOException {
        while (have(RecordFormat.HEADER_BYTES)) {
            int length = RecordFormat.lengthAt(window, start);
            if (length > 0 && have(length) && finder.found(Arrays.copyOfRange(window, start, start + length))) {
                start += length;
            } else {
                start++;
            }
        }
    }

    /** Makes sure of so many bytes from the start of the window; false where the input ends before. */
    private boolean have(int count) throws IOException {
        if (end - start >= count) {
            return true;
        }
        if (window.length - start < count) {
            byte[] target = count > window.length ? new byte[Math.max(count, 2 * window.length)] : window;
            System.arraycopy(window, start, target, 0, end - start);
            window = target;
            end -= start;
            start = 0;
        }
        end += in.readNBytes(window, end, window.length - end);
        return end - start >= count;
    }
}
