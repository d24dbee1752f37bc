package io.genosdb.sync;

import io.genosdb.sync.wire.Message;
import java.util.concurrent.TimeUnit;

/**
 * What two replicas know of each other after the handshake, from which both conclude the same.
 *
 * @param ownGreeting what this replica greeted with
 * @param greeting what the peer greeted with
 * @param mine how this replica summed up its state
 * @param theirs how the peer summed up its state
 */
record Meeting(Message.Greeting ownGreeting, Message.Greeting greeting, Message.Hello mine, Message.Hello theirs) {

    /** A peer that has at most so many entries, and lacks more than so many, gets the full state instead of reconciling. */
    static final long FULL_STATE_ABOVE = 1_000;

    /** The first day whose retractions both keep. */
    static long horizon(Message.Greeting one, Message.Greeting other) {
        return Math.max(one.horizonDay(), other.horizonDay());
    }

    long horizon() {
        return horizon(ownGreeting, greeting);
    }

    /** Whether this replica starts reconciliations, so that there is one at a time. */
    boolean isInitiator() {
        return ownGreeting.origin().compareTo(greeting.origin()) < 0;
    }

    boolean isEqual() {
        return mine.count() == theirs.count() && mine.digest().equals(theirs.digest());
    }

    boolean isPeerFarBehind() {
        return isFarBehind(theirs, mine);
    }

    boolean isFarBehindPeer() {
        return isFarBehind(mine, theirs);
    }

    private static boolean isFarBehind(Message.Hello less, Message.Hello more) {
        return more.count() - less.count() > FULL_STATE_ABOVE && less.count() <= FULL_STATE_ABOVE;
    }

    /**
     * Whether this replica was away for longer than retractions are kept, and the peer was not: then what is older than the
     * horizon and unknown to the peer may have been removed meanwhile, and is given up. Both horizons have to agree on it, so
     * that a peer whose clock is ahead cannot make anybody give up anything.
     */
    boolean isReturning() {
        return mine.lastEqual() != 0
                && dayOf(mine.lastEqual()) < Math.min(ownGreeting.horizonDay(), greeting.horizonDay())
                && dayOf(theirs.lastEqual()) >= horizon();
    }

    private static long dayOf(long millis) {
        return TimeUnit.MILLISECONDS.toDays(millis);
    }
}
