package io.genosdb.security.identity;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import io.genosdb.guard.ForgedEntryException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Checks that entries are signed by the authors they name, many at once and none twice.
 *
 * <p>Remembers public keys of authors, since to verify with one takes less time than to find it, and signatures that were found
 * genuine; of both only so many. Nothing of a verdict depends on what is remembered. Thread-safe.
 *
 * @since 0.1
 */
public final class SignatureVerifier {

    /** About a third of a millisecond. */
    private static final int CHUNK = 8;

    private static final int AUTHORS = 10_000;

    /** A power of two; some 5 MB. */
    private static final int VERDICTS = 1 << 15;

    private final Executor executor;
    private final int parallelism;

    /** Public keys by the text of the author. */
    private final Map<String, byte[]> authors = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > AUTHORS;
        }
    };

    /** Each at the place that its hash says, until another one takes it. */
    private final AtomicReferenceArray<@Nullable Genuine> verdicts = new AtomicReferenceArray<>(VERDICTS);

    /** A signature that was verified; of what author is part of the hash. */
    private static final class Genuine {

        private final Hash256 hash;
        private final byte[] signature;

        private Genuine(Hash256 hash, byte[] signature) {
            this.hash = hash;
            this.signature = signature;
        }

        private boolean isOf(Entry entry, byte[] entrySignature) {
            return hash.equals(entry.hash()) && Arrays.equals(signature, entrySignature);
        }
    }

    /**
     * Makes a verifier.
     *
     * @param executor what helps the calling thread with many entries; it may be busy, or refuse
     * @param parallelism how many threads may verify at once, the calling one included
     */
    public SignatureVerifier(Executor executor, int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("at least the calling thread verifies, not " + parallelism);
        }
        this.executor = executor;
        this.parallelism = parallelism;
    }

    /**
     * Verifies entries. The calling thread takes part, so that it ends even where the executor runs nothing.
     *
     * @param entries entries from anywhere
     * @throws ForgedEntryException if one of them is not signed by the author it names; the others may not have been looked at
     * @throws MissingNativeLibraryException if nothing can be verified here
     */
    public void verify(List<Entry> entries) {
        var batch = new Batch(entries);
        for (int helpers = Math.min(parallelism, batch.chunks) - 1; helpers > 0; helpers--) {
            try {
                executor.execute(batch);
            } catch (RejectedExecutionException e) {
                break;
            }
        }
        batch.run();
        batch.await();
    }

    /**
     * Verifies one entry.
     *
     * @param entry an entry from anywhere
     * @return whether it is signed by the author it names
     * @throws MissingNativeLibraryException if nothing can be verified here
     */
    public boolean isGenuine(Entry entry) {
        byte[] signature = entry.signature();
        int place = entry.hash().hashCode() & (VERDICTS - 1);
        Genuine known = verdicts.get(place);
        if (known != null && known.isOf(entry, signature)) {
            return true;
        }
        if (!isSigned(entry, signature)) {
            return false;
        }
        verdicts.set(place, new Genuine(entry.hash(), signature));
        return true;
    }

    private boolean isSigned(Entry entry, byte[] signature) {
        byte[] known;
        synchronized (authors) {
            known = authors.get(entry.author());
        }
        if (known != null) {
            return Signatures.isSignedByKey(known, entry.hash(), signature);
        }
        Address signer;
        try {
            signer = Authorship.parse(entry.author()).signer();
        } catch (IllegalArgumentException e) {
            return false;
        }
        Optional<byte[]> key = Signatures.publicKeyOf(signer, entry.hash(), signature);
        key.ifPresent(found -> {
            synchronized (authors) {
                authors.put(entry.author(), found);
            }
        });
        return key.isPresent();
    }

    /** Entries that several threads verify, each taking the next few that nobody has taken. */
    private final class Batch implements Runnable {

        private final List<Entry> entries;
        private final int chunks;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch unfinished;
        private volatile @Nullable Throwable failure;

        private Batch(List<Entry> entries) {
            this.entries = entries;
            this.chunks = (entries.size() + CHUNK - 1) / CHUNK;
            this.unfinished = new CountDownLatch(chunks);
        }

        @Override
        public void run() {
            for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        verifyChunk(chunk * CHUNK);
                    }
                } catch (RuntimeException | Error e) {
                    failure = e; // Whatever it is: what was not verified must not pass.
                } finally {
                    unfinished.countDown();
                }
            }
        }

        private void verifyChunk(int from) {
            for (Entry entry : entries.subList(from, Math.min(from + CHUNK, entries.size()))) {
                if (!isGenuine(entry)) {
                    throw new ForgedEntryException("the entry " + entry + " is not signed by the author it names");
                }
            }
        }

        /** Waits for what the helpers have begun: less than a millisecond. */
        private void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    unfinished.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
