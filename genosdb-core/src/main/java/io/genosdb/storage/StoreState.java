package io.genosdb.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is written with every batch.
 *
 * @param clock the highest reading of the database's clock
 * @param sequence how many batches there were
 * @param lastEqual when the replica was last proved equal with another one, about: in milliseconds since 1970, or 0
 */
record StoreState(long clock, long sequence, long lastEqual) {

    static final byte[] KEY = {'s'};

    private static final int BODY_BYTES = 3 * Long.BYTES;

    byte[] toRecord() {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putLong(clock)
                .putLong(sequence)
                .putLong(lastEqual)
                .array();
        return RecordFormat.wrap(RecordFormat.STATE, KEY, body);
    }

    static StoreState of(byte[] record) throws MalformedRecordException {
        byte kind = RecordFormat.check(KEY, record);
        if (kind != RecordFormat.STATE || record.length != RecordFormat.HEADER_BYTES + BODY_BYTES) {
            throw new MalformedRecordException("not the state of a store");
        }
        ByteBuffer body = ByteBuffer.wrap(Arrays.copyOfRange(record, RecordFormat.HEADER_BYTES, record.length));
        return new StoreState(body.getLong(), body.getLong(), body.getLong());
    }
}
