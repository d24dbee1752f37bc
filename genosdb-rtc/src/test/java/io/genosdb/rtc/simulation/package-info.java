/** Peers that meet over simulated relays and connections, in one thread, from one seed. */
@NullMarked
package io.genosdb.rtc.simulation;

import org.jspecify.annotations.NullMarked;
