/**
 * The database: {@link io.genosdb.GenosDatabase} wires the rooms below together and is where to begin reading.
 */
@NullMarked
package io.genosdb;

import org.jspecify.annotations.NullMarked;
