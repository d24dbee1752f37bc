package io.genosdb.storage;

/** Bytes that are not a record of this store. Checked, since salvage expects them. */
final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }
}
