package io.genosdb.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is written with every batch.
 *
 * @param clock the highest reading of the database's clock
 * @param sequence how many batches there were
 */
record StoreState(long clock, long sequence) {

    static final byte[] KEY = {'s'};

    byte[] toRecord() {
        byte[] body = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(clock)
                .putLong(sequence)
                .array();
        return RecordFormat.wrap(RecordFormat.STATE, KEY, body);
    }

    static StoreState of(byte[] record) throws MalformedRecordException {
        byte kind = RecordFormat.check(KEY, record);
        if (kind != RecordFormat.STATE || record.length != RecordFormat.HEADER_BYTES + 2 * Long.BYTES) {
            throw new MalformedRecordException("not the state of a store");
        }
        ByteBuffer body = ByteBuffer.wrap(Arrays.copyOfRange(record, RecordFormat.HEADER_BYTES, record.length));
        return new StoreState(body.getLong(), body.getLong());
    }
}
