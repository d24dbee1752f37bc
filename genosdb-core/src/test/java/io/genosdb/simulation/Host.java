package io.genosdb.simulation;

import io.genosdb.sync.Link;

/** What the network knows of a replica. */
interface Host {

    int number();

    /** Counts the starts; 0 while it is down. */
    int life();

    Endpoint connect(Link link);

    /** How long it takes to read a frame. */
    long readMicros();
}
