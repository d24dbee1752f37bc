/** Live queries: results that follow the graph, told to listeners as events. */
@NullMarked
package io.genosdb.live;

import org.jspecify.annotations.NullMarked;
