package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.security.GenosSecurity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Health of security. Never down: whoever is turned away is no reason to turn others away. Holds nothing secret. */
final class SecurityHealthIndicator extends AbstractHealthIndicator {

    private static final Duration RECENTLY = Duration.ofHours(1);

    private final GenosSecurity security;
    private final SecurityActivity activity;
    private final InstantSource clock;

    SecurityHealthIndicator(GenosSecurity security, SecurityActivity activity, InstantSource clock) {
        super("The health check of security failed");
        this.security = security;
        this.activity = activity;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        var warnings = new ArrayList<String>();
        String address = security.address().text();
        String role = security.roleOf(security.address());
        builder.up();
        builder.withDetail("address", address);
        builder.withDetail("role", role == null ? "none" : role);
        if (role == null) {
            warnings.add("This application (" + address
                    + ") has no role: nobody takes what it writes. Somebody who may has" + " to give it one");
        }
        builder.withDetail("parkedEntries", security.parked());
        builder.withDetail("refusedEntries", activity.refused());
        builder.withDetail("refusedPeers", activity.refusedPeers());
        SecurityActivity.RefusedPeer peer = activity.lastPeer();
        if (peer != null) {
            builder.withDetail("lastRefusedPeer", details(peer));
            if (clock.instant().isBefore(peer.at().plus(RECENTLY))) {
                warnings.add("A peer that says to be " + peer.address() + " was turned away: " + peer.offence());
            }
        }
        if (!warnings.isEmpty()) {
            builder.withDetail("warnings", warnings);
        }
    }

    private static Map<String, Object> details(SecurityActivity.RefusedPeer peer) {
        var details = new LinkedHashMap<String, Object>();
        details.put("address", peer.address());
        details.put("offence", peer.offence());
        details.put("at", peer.at().toString());
        return details;
    }
}
