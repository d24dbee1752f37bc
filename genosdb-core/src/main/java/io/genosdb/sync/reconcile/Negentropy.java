package io.genosdb.sync.reconcile;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Hash256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Negentropy protocol v1: two replicas find out which entries only one of them has, by messages whose size depends on how
 * much differs and hardly on how much there is.
 *
 * <h2>Algorithm</h2>
 *
 * <p>Both sides order their entries alike, by timestamp and then by hash. A message divides that order into adjacent
 * ranges and says of each one of three things:
 *
 * <ul>
 *   <li><b>Skip</b>: nothing more is to be said of it;
 *   <li><b>Fingerprint</b>: 16 bytes of the SHA-256 of the sum of all hashes of the sender in it, and of their number;
 *   <li><b>List</b>: all hashes of the sender in it.
 * </ul>
 *
 * <p>Who receives a fingerprint that is not that of his own entries in the range divides it into 16 ranges with as many of
 * his entries each, and answers with their fingerprints; or, where he has fewer than 32 entries there, with the list of
 * them. The <i>initiator</i>, who sends the first message, compares a list with what he has and so learns what only he
 * {@linkplain Round#have() has} and what he {@linkplain Round#need() needs}. The <i>responder</i> answers a list with his
 * own, which the initiator then compares: it is the initiator who learns the difference, the responder just answers.
 * Ranges that need nothing more are skipped, neighbouring ones together. The initiator is done when all is skipped.
 *
 * <p>Both sides are without memory: a message says all that its receiver must know. So a state may even change between two
 * messages; what it got in the meantime may then be missed and shows in the comparison of digests that follows every
 * reconciliation.
 *
 * <p>A message that would grow beyond the frame limit ends with one fingerprint of all that follows, without the range that
 * did not fit any more; the rest is found out in later rounds. Where the other side has nothing at all in that range, the
 * fingerprints of what follows may agree and hide it (in the reference implementation too): another reason for comparing
 * digests in the end.
 *
 * <h2>Cost</h2>
 *
 * <p>Equal states take one round trip and 400 bytes. For <i>n</i> entries it is about log16(<i>n</i>) / 2 round trips; for
 * every difference that has no other near it, 16 fingerprints of about 25 bytes on each level of the division that it does
 * not share with others, and a list of up to 31 hashes in the end. Both ways together, of 100,000 entries:
 *
 * <table>
 *   <caption>Cost of a reconciliation</caption>
 *   <tr><th>differences</th><th>round trips</th><th>bytes</th></tr>
 *   <tr><td>1, anywhere</td><td>2</td><td>1,900</td></tr>
 *   <tr><td>1,000, the newest</td><td>3</td><td>1,900</td></tr>
 *   <tr><td>1,000, scattered at random</td><td>2, in frames of 1 MiB; 14, in frames of 64 KiB</td><td>750,000 to 860,000
 *   </td></tr>
 * </table>
 *
 * <p>A fingerprint takes O(log <i>n</i>) steps, from the sums in {@link EntryIndex}; nothing is sorted or scanned. What a
 * message may cost its receiver is bounded, whatever is in it: the ranges do not overlap and each takes bytes of the message,
 * answers end at the frame limit, and of {@link Round#have()} there are no more than there are entries. How many messages
 * there may be is for the session to bound.
 *
 * <h2>References</h2>
 *
 * <p>Doug Hoyte, <a href="https://github.com/hoytech/negentropy">Negentropy</a>, protocol v1; Aljoscha Meyer, <a
 * href="https://arxiv.org/abs/2212.13567">Range-Based Set Reconciliation</a>, 2022. The division is that of the reference
 * implementation, byte for byte, so that one may talk to the other. Deterministic, without state, thread-safe where the view
 * is.
 *
 * @since 0.1
 */
public final class Negentropy {

    /** The least limit of a frame, in bytes: what the protocol's own implementations hold to. */
    public static final int MIN_FRAME_LIMIT = 4096;

    private static final int VERSION = 0x61;
    private static final int FIRST_VERSION = 0x60;
    private static final int LAST_VERSION = 0x6F;

    private static final int SKIP = 0;
    private static final int FINGERPRINT = 1;
    private static final int LIST = 2;

    private static final int BUCKETS = 16;

    /** How far below its limit a frame is ended: room for the range that ends it. */
    private static final int FRAME_RESERVE = 200;

    private enum Role {
        INITIATOR,
        RESPONDER
    }

    /**
     * What came of a message. Where a message was cut off at the frame limit, some of what it told may be told once more
     * by a later one, as long as it has not been sent.
     *
     * @param next the message to answer with; {@code null} when the initiator is done, and only then
     * @param have what only the initiator has, as far as this message told; empty for the responder
     * @param need the hashes of what only the responder has, as far as this message told; empty for the responder
     * @param offered the entries that the responder's answer lists, any of which the initiator may want; empty for the
     *     initiator
     * @since 0.1
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once, compared by nobody
    public record Round(byte @Nullable [] next, List<Entry> have, List<Hash256> need, List<Entry> offered) {}

    private final EntryIndex.View view;
    private final Role role;
    private final int buckets;
    private final int outputLimit;
    private final Fingerprint fingerprint = new Fingerprint();
    private final NegentropyWriter output = new NegentropyWriter();
    private final List<Entry> have = new ArrayList<>();
    private final List<Hash256> need = new ArrayList<>();
    private final List<Entry> offered = new ArrayList<>();

    /** The end of the last range that was dealt with, and the place of it in the view. */
    private Bound done = Bound.START;

    private long place;

    /** Whether ranges were passed over that the output does not say so of yet. */
    private boolean skipping;

    private Negentropy(EntryIndex.View view, Role role, int buckets, int frameLimit) {
        if (frameLimit < MIN_FRAME_LIMIT) {
            throw new IllegalArgumentException(
                    "a frame has a limit of at least " + MIN_FRAME_LIMIT + " bytes, not " + frameLimit);
        }
        this.view = view;
        this.role = role;
        this.buckets = buckets;
        this.outputLimit = frameLimit - FRAME_RESERVE;
        output.writeByte(VERSION);
    }

    /**
     * The first message, for the initiator.
     *
     * @param view what he has
     * @return a message of at most 1 KiB
     */
    public static byte[] initiate(EntryIndex.View view) {
        return initiate(view, BUCKETS);
    }

    /** As {@link #initiate(EntryIndex.View)}, dividing by another number: both sides may divide as they like. */
    static byte[] initiate(EntryIndex.View view, int buckets) {
        var negentropy = new Negentropy(view, Role.INITIATOR, buckets, MIN_FRAME_LIMIT);
        negentropy.divide(view.size(), Bound.END);
        return negentropy.output.toBytes();
    }

    /**
     * Deals with an answer, for the initiator.
     *
     * @param view what he has
     * @param message the responder's message
     * @param frameLimit the most bytes of the next message, at least {@value #MIN_FRAME_LIMIT}
     * @return what was learnt, and the next message if there is one
     * @throws MalformedNegentropyException if the message is not one of this version of the protocol; nothing was learnt
     *     from it then
     * @throws IllegalArgumentException if the limit is too small
     */
    public static Round reconcile(EntryIndex.View view, byte[] message, int frameLimit)
            throws MalformedNegentropyException {
        return reconcile(view, message, BUCKETS, frameLimit);
    }

    static Round reconcile(EntryIndex.View view, byte[] message, int buckets, int frameLimit)
            throws MalformedNegentropyException {
        return new Negentropy(view, Role.INITIATOR, buckets, frameLimit).answer(message);
    }

    /**
     * Deals with a message of the initiator, for the responder. The answer to a version of the protocol that is not known
     * is one byte with the version that is.
     *
     * @param view what he has
     * @param message the initiator's message
     * @param frameLimit the most bytes of the answer, at least {@value #MIN_FRAME_LIMIT}
     * @return the answer, which is never {@code null}
     * @throws MalformedNegentropyException if the message is not one of the protocol
     * @throws IllegalArgumentException if the limit is too small
     */
    public static Round respond(EntryIndex.View view, byte[] message, int frameLimit)
            throws MalformedNegentropyException {
        return new Negentropy(view, Role.RESPONDER, BUCKETS, frameLimit).answer(message);
    }

    private Round answer(byte[] message) throws MalformedNegentropyException {
        var input = new NegentropyReader(message);
        if (isOfThisVersion(input)) {
            boolean room = true;
            while (room && input.hasMore()) {
                room = answerRange(input);
            }
        }
        boolean finished = role == Role.INITIATOR && output.size() == 1;
        return new Round(finished ? null : output.toBytes(), have, need, offered);
    }

    private boolean isOfThisVersion(NegentropyReader input) throws MalformedNegentropyException {
        int version = input.readByte();
        if (version == VERSION) {
            return true;
        }
        if (role == Role.INITIATOR || version < FIRST_VERSION || version > LAST_VERSION) {
            throw input.malformed("the version byte is " + version + ", not " + VERSION);
        }
        return false;
    }

    /** Deals with one range; returns whether there is room for the answer to another. */
    private boolean answerRange(NegentropyReader input) throws MalformedNegentropyException {
        Bound bound = input.readBound();
        long end = Math.max(place, view.lowerBound(bound.timestamp(), bound.id()));
        int outputBefore = output.size();
        int offeredBefore = offered.size();
        int mode = input.readByte();
        switch (mode) {
            case SKIP -> skipping = true;
            case FINGERPRINT -> answerFingerprint(input.readBytes(Fingerprint.BYTES), end, bound);
            case LIST -> end = answerList(readList(input), end, bound);
            default -> throw input.malformed("a range of the unknown mode " + mode);
        }
        if (output.size() > outputLimit) {
            if (mode == FINGERPRINT) {
                output.truncate(outputBefore);
                offered.subList(offeredBefore, offered.size()).clear();
            }
            writeFingerprint(end, view.size(), Bound.END);
            return false;
        }
        place = end;
        done = bound;
        return true;
    }

    private static Set<Hash256> readList(NegentropyReader input) throws MalformedNegentropyException {
        int count = input.readCount();
        var hashes = new LinkedHashSet<Hash256>();
        for (int i = 0; i < count; i++) {
            hashes.add(input.readHash());
        }
        return hashes;
    }

    private void answerFingerprint(byte[] theirs, long end, Bound bound) {
        if (Arrays.equals(theirs, fingerprint.of(view, place, end))) {
            skipping = true;
        } else {
            writeSkip();
            divide(end, bound);
        }
    }

    /** Compares a list, or answers it with as much of our own as there is room for; returns the place that was come to. */
    private long answerList(Set<Hash256> theirs, long end, Bound bound) {
        if (role == Role.INITIATOR) {
            view.forEach(place, end, entry -> {
                if (!theirs.remove(entry.hash())) {
                    have.add(entry);
                }
            });
            need.addAll(theirs);
            skipping = true;
            return end;
        }
        int room = (outputLimit - output.size()) / Hash256.BYTES + 1;
        writeSkip();
        if (end - place <= room) {
            writeList(end, bound);
            return end;
        }
        writeList(place + room, Bound.at(view.get(place + room)));
        return place + room;
    }

    /** Says of the entries from the present place to another what makes the receiver find out more. */
    private void divide(long end, Bound bound) {
        long count = end - place;
        if (count < 2L * buckets) {
            writeList(end, bound);
            return;
        }
        long from = place;
        for (int i = 0; i < buckets; i++) {
            long to = from + count / buckets + (i < count % buckets ? 1 : 0);
            writeFingerprint(from, to, to == end ? bound : Bound.between(view.get(to - 1), view.get(to)));
            from = to;
        }
    }

    private void writeSkip() {
        if (skipping) {
            output.writeBound(done);
            output.writeByte(SKIP);
            skipping = false;
        }
    }

    private void writeFingerprint(long from, long to, Bound bound) {
        output.writeBound(bound);
        output.writeByte(FINGERPRINT);
        output.writeBytes(fingerprint.of(view, from, to), Fingerprint.BYTES);
    }

    private void writeList(long end, Bound bound) {
        output.writeBound(bound);
        output.writeByte(LIST);
        output.writeVarint(end - place);
        view.forEach(place, end, entry -> {
            output.writeHash(entry.hash());
            if (role == Role.RESPONDER) {
                offered.add(entry);
            }
        });
    }
}
