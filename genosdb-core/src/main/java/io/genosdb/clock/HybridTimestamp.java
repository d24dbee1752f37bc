package io.genosdb.clock;

import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A reading of a hybrid logical clock: 48 bits of milliseconds since 1970 and a 16-bit counter, packed in one long so
 * that the order of the longs is the order of the readings.
 *
 * @param packed the reading; never negative
 * @since 0.1
 */
public record HybridTimestamp(long packed) implements Comparable<HybridTimestamp> {

    private static final Pattern HEX = Pattern.compile("[0-7][0-9a-f]{15}");

    /** Before every reading. */
    public static final HybridTimestamp ZERO = new HybridTimestamp(0);

    private static final int LOGICAL_BITS = 16;
    private static final long LOGICAL_MASK = (1L << LOGICAL_BITS) - 1;

    /** The last millisecond that can be represented: the year 6429. */
    public static final long MAX_PHYSICAL = Long.MAX_VALUE >>> LOGICAL_BITS;

    /**
     * Checks the reading.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public HybridTimestamp {
        if (packed < 0) {
            throw new IllegalArgumentException("a hybrid timestamp is not negative: " + packed);
        }
    }

    /**
     * A reading from its parts.
     *
     * @param physical milliseconds since 1970, at most {@link #MAX_PHYSICAL}
     * @param logical the counter, 0 to 65,535
     * @return the reading
     * @throws IllegalArgumentException if a part is out of bounds
     */
    public static HybridTimestamp of(long physical, int logical) {
        if (physical < 0 || physical > MAX_PHYSICAL || logical < 0 || logical > LOGICAL_MASK) {
            throw new IllegalArgumentException("out of bounds: " + physical + " ms, counter " + logical);
        }
        return new HybridTimestamp(pack(physical) | logical);
    }

    /**
     * The first reading of a millisecond.
     *
     * @param physical milliseconds since 1970
     * @return the packed reading with counter 0
     */
    public static long pack(long physical) {
        return physical << LOGICAL_BITS;
    }

    /**
     * The milliseconds of a packed reading.
     *
     * @param packed a packed reading
     * @return milliseconds since 1970
     */
    public static long physical(long packed) {
        return packed >>> LOGICAL_BITS;
    }

    /**
     * The day of a packed reading, by which retractions are summed and purged.
     *
     * @param packed a packed reading
     * @return whole days since 1970-01-01 UTC
     */
    public static long day(long packed) {
        return TimeUnit.MILLISECONDS.toDays(physical(packed));
    }

    /**
     * The counter of a packed reading.
     *
     * @param packed a packed reading
     * @return 0 to 65,535
     */
    public static int logical(long packed) {
        return (int) (packed & LOGICAL_MASK);
    }

    /**
     * The physical part.
     *
     * @return milliseconds since 1970
     */
    public long physical() {
        return physical(packed);
    }

    /**
     * The logical part.
     *
     * @return 0 to 65,535
     */
    public int logical() {
        return logical(packed);
    }

    /**
     * The physical part as an instant.
     *
     * @return the wall time of the replica that made the reading, or later
     */
    public Instant instant() {
        return Instant.ofEpochMilli(physical());
    }

    /**
     * The packed form as text that sorts like the timestamps do, for clients whose numbers have fewer bits.
     *
     * @return 16 hexadecimal digits in lower case
     */
    public String toHex() {
        return HexFormat.of().toHexDigits(packed);
    }

    /**
     * Reads what {@link #toHex} writes.
     *
     * @param text 16 hexadecimal digits in lower case
     * @return the timestamp
     * @throws IllegalArgumentException if the text is not that of a timestamp
     */
    public static HybridTimestamp parseHex(String text) {
        if (!HEX.matcher(text).matches()) {
            throw new IllegalArgumentException("a timestamp is written as 16 hexadecimal digits, the first at most 7");
        }
        return new HybridTimestamp(HexFormat.fromHexDigitsToLong(text));
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return Long.compare(packed, other.packed);
    }

    @Override
    public String toString() {
        return instant() + "+" + logical();
    }
}
