package io.genosdb.room;

import io.genosdb.value.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a message is sent.
 *
 * @param targets the identifiers of the peers it goes to; empty for all
 * @param metadata goes before the payload; {@code null} for none
 * @param progress hears how much of it each peer was sent; {@code null} for nobody
 * @since 0.1
 */
public record SendOptions(
        Set<String> targets,
        @Nullable JsonValue metadata,
        @Nullable ProgressListener progress) {

    /** To all, without metadata. */
    public static final SendOptions DEFAULTS = new SendOptions(Set.of(), null, null);

    /** Copies the targets. */
    public SendOptions {
        targets = Set.copyOf(targets);
    }

    /**
     * The same to some peers only.
     *
     * @param peers their identifiers
     * @return the options
     */
    public SendOptions to(String... peers) {
        return new SendOptions(Set.of(peers), metadata, progress);
    }

    /**
     * The same with metadata.
     *
     * @param value the metadata
     * @return the options
     */
    public SendOptions withMetadata(JsonValue value) {
        return new SendOptions(targets, value, progress);
    }

    /**
     * The same with somebody who hears of the progress.
     *
     * @param listener who
     * @return the options
     */
    public SendOptions withProgress(ProgressListener listener) {
        return new SendOptions(targets, metadata, listener);
    }
}
