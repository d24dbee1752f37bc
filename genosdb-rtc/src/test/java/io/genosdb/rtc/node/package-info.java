/** Programs that run in Node.js and that the tests of rooms are made against; their sources are in {@code src/test/node}. */
@NullMarked
package io.genosdb.rtc.node;

import org.jspecify.annotations.NullMarked;
