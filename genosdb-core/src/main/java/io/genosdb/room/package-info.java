/**
 * Rooms: the peers that an application meets, and channels for what they tell each other without storing it. Only the
 * interfaces are here; {@code genosdb-rtc} brings rooms over WebRTC.
 *
 * @since 0.1
 */
@NullMarked
package io.genosdb.room;

import org.jspecify.annotations.NullMarked;
