/** A room where pages and a Spring application chat, point and send files. */
@NullMarked
package io.genosdb.samples.room;

import org.jspecify.annotations.NullMarked;
