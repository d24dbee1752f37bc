/** A shared task board: one page, one graph database, every window live. */
@NullMarked
package io.genosdb.samples.quickstart;

import org.jspecify.annotations.NullMarked;
