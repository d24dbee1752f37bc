package io.genosdb;

/**
 * Who of the processes on one host owns a store, as one of them sees it: it owns the store, or is attached to the owner, or
 * seeks either. A state machine that is told what happened and when, and says what to try next.
 *
 * <p>A seeker tries to claim the store first, and exactly one succeeds where the owner has ended; the others dial it. Between
 * two rounds it rests, longer each time. Times are milliseconds of a clock that never goes back. Not thread-safe.
 */
final class Succession {

    private static final long FIRST_REST = 5;
    private static final long LONGEST_REST = 250;

    /** An owner that was lost later than this is sought without a rest. */
    private static final long LASTING = 1_000;

    /** A store that could not be taken over will hardly be a moment later. */
    private static final long FIRST_REST_AFTER_FAILURE = 1_000;

    private static final long LONGEST_REST_AFTER_FAILURE = 30_000;

    enum State {
        OWNER,
        ATTACHED,
        SEEKING
    }

    enum Step {
        CLAIM,
        DIAL,
        REST
    }

    private State state;
    private Step next = Step.CLAIM;
    private long restUntil = Long.MIN_VALUE;
    private long rest = FIRST_REST;
    private long restAfterFailure = FIRST_REST_AFTER_FAILURE;
    private long attachedAt;

    Succession(boolean isOwner) {
        this.state = isOwner ? State.OWNER : State.SEEKING;
    }

    State state() {
        return state;
    }

    /** What to do now. */
    Step next(long now) {
        return state != State.SEEKING || now < restUntil ? Step.REST : next;
    }

    /** Until when there is nothing to do, if nothing happens. */
    long restUntil() {
        return state == State.SEEKING ? restUntil : Long.MAX_VALUE;
    }

    /** The store is this process's. */
    void claimed() {
        state = State.OWNER;
    }

    /** Another process has the store. */
    void claimRefused() {
        next = Step.DIAL;
    }

    /** Nobody had the store, and yet it could not be taken over. */
    void claimFailed(long now) {
        restUntil = now + restAfterFailure;
        restAfterFailure = Math.min(2 * restAfterFailure, LONGEST_REST_AFTER_FAILURE);
    }

    /** There is a connection to the owner. */
    void attached(long now) {
        state = State.ATTACHED;
        attachedAt = now;
    }

    /** The owner does not answer, or not yet. */
    void dialRefused(long now) {
        next = Step.CLAIM;
        restUntil = now + rest;
        rest = Math.min(2 * rest, LONGEST_REST);
    }

    /** The connection to the owner has ended. */
    void detached(long now) {
        if (state == State.ATTACHED) {
            state = State.SEEKING;
            if (now - attachedAt >= LASTING) {
                rest = FIRST_REST;
                restAfterFailure = FIRST_REST_AFTER_FAILURE;
                restUntil = now;
                next = Step.CLAIM;
            } else {
                dialRefused(now);
            }
        }
    }
}
