/** Hybrid logical time (Kulkarni et al., "Logical Physical Clocks", 2014): the order of all changes. */
@NullMarked
package io.genosdb.clock;

import org.jspecify.annotations.NullMarked;
