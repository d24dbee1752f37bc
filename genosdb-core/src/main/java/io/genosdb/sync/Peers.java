package io.genosdb.sync;

import java.util.List;

/** What a session needs to know of the other sessions of its replica. */
interface Peers {

    /** Whether this replica has a session with another one. */
    boolean isConnected(String origin);

    /** The replicas that this one has sessions with, as far as peers need to know. */
    List<String> neighbours();

    /** Grows whenever a replica comes or goes. */
    long revision();

    /** Up to where this replica has a peer's op log, or -1. */
    long cursor(String peer);

    /** Remembers up to where this replica has a peer's op log. */
    void cursor(String peer, long position);

    /** This replica and a peer that has proved its address, as readers; to be asked once a session. */
    Audience audience(String address);

    /** Tells the listeners. */
    void tell(SyncEvent event);
}
