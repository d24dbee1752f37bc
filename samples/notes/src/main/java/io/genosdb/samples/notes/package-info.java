/** Private, shared and public notes, by people whom nobody has to trust. */
@NullMarked
package io.genosdb.samples.notes;

import org.jspecify.annotations.NullMarked;
