package io.genosdb.security.policy;

/**
 * What somebody may read, by role.
 *
 * @param mayRead whether what is for everybody with a role, and what they own or were granted
 * @param maySync whether they are sent entries as a peer
 * @param mayReplicate whether they hold and read everything
 * @param until from which millisecond on it may be otherwise; {@link Long#MAX_VALUE} for until something is assigned
 * @since 0.1
 */
public record Standing(boolean mayRead, boolean maySync, boolean mayReplicate, long until) {

    /** Somebody unknown. */
    public static final Standing NONE = new Standing(false, false, false, Long.MAX_VALUE);
}
