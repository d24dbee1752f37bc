package io.genosdb.security.policy;

/**
 * What becomes of an entry.
 *
 * @since 0.1
 */
public sealed interface Verdict {

    /** It is let in, by what is known. */
    record Admitted() implements Verdict {}

    /**
     * It is never let in, whatever else arrives.
     *
     * @param reason why, for people; without anything of the payload
     */
    record Refused(String reason) implements Verdict {}

    /**
     * What would permit it is not known. It may have been written before the permission was taken away, or the permission has not
     * arrived yet.
     *
     * @param reason who lacks what, for people; without anything of the payload
     */
    record Pending(String reason) implements Verdict {}

    /**
     * Whether it is let in.
     *
     * @return true for {@link Admitted}
     */
    default boolean isAdmitted() {
        return this instanceof Admitted;
    }
}
