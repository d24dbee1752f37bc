package io.genosdb.security;

import io.genosdb.query.Query;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Gives a role to every user whose node matches a query. Of the rules that match, the last one counts.
 *
 * @param when matches nodes {@code user:<address>}
 * @param after how long ago the node must have been changed last, or {@code null} if that does not matter
 * @param role the role to give
 * @since 0.1
 */
public record GovernanceRule(Query when, @Nullable Duration after, String role) {}
