/** Transports: they carry the frames of {@link io.genosdb.sync.PeerConnection connections} and know nothing of their content. */
@NullMarked
package io.genosdb.sync.transport;

import org.jspecify.annotations.NullMarked;
