package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.boot.actuate.DatabaseDescriptor;
import io.genosdb.spring.boot.actuate.SecurityDescriber;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the endpoint {@code genosdb} tells of security.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosSecurityAutoConfiguration.class)
@ConditionalOnClass({GenosSecurity.class, OperationResponseBody.class})
@ConditionalOnBean({GenosSecurity.class, SecurityActivity.class})
public final class GenosSecurityEndpointAutoConfiguration {

    /** Made by Spring. */
    GenosSecurityEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SecurityDescriber genosSecurityDescriber(
            GenosSecurity security, SecurityActivity activity, ObjectProvider<GenosDatabase> primary) {
        return database -> database == primary.getIfUnique() ? describe(security, activity) : null;
    }

    private static DatabaseDescriptor.Security describe(GenosSecurity security, SecurityActivity activity) {
        Map<String, Long> users = security.assignments().values().stream()
                .collect(Collectors.groupingBy(role -> role, TreeMap::new, Collectors.counting()));
        return new DatabaseDescriptor.Security(
                security.address().text(),
                security.roleOf(security.address()),
                users,
                security.parked(),
                activity.refused(),
                activity.refusedPeers());
    }
}
