/**
 * Methods of beans that hear of the steps of a live query, {@link io.genosdb.spring.listener.GenosListener}, or of the messages of
 * a channel, {@link io.genosdb.spring.listener.GenosChannelListener}.
 */
@NullMarked
package io.genosdb.spring.listener;

import org.jspecify.annotations.NullMarked;
