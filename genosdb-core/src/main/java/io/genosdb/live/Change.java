package io.genosdb.live;

import io.genosdb.graph.NodeChange;

/**
 * A change on its way to the subscriptions.
 *
 * @param sequence the place of its batch among all batches published
 * @param node what happened
 */
record Change(long sequence, NodeChange node) {}
