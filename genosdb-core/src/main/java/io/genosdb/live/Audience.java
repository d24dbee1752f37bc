package io.genosdb.live;

import io.genosdb.graph.Reader;

/**
 * Who listens.
 *
 * @param reader whose rights count
 * @param rights the rights at the beginning
 * @param listener hears of the result
 */
record Audience(Reader reader, Reader rights, MapListener listener) {}
