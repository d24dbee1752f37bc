package io.genosdb.spring.boot.autoconfigure.actuate;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.boot.actuate.GenosEndpoint;
import io.genosdb.spring.boot.actuate.GenosEndpointWebExtension;
import io.genosdb.spring.boot.actuate.SecurityDescriber;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.sync.GenosPeers;
import java.util.List;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code genosdb}, where it is exposed.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(GenosDatabases.class)
@ConditionalOnAvailableEndpoint(GenosEndpoint.class)
@RegisterReflectionForBinding({
    GenosEndpoint.DatabasesDescriptor.class,
    GenosEndpoint.CompactionDescriptor.class,
    GenosEndpoint.ExplanationDescriptor.class,
    GenosEndpointWebExtension.Problem.class
})
public final class GenosEndpointAutoConfiguration {

    /** Made by Spring. */
    GenosEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    GenosEndpoint genosEndpoint(
            GenosDatabases databases, ObjectProvider<GenosPeers> peers, ObjectProvider<SecurityDescriber> security) {
        GenosPeers dialled = peers.getIfAvailable();
        return new GenosEndpoint(
                databases,
                dialled == null ? database -> List.of() : dialled::status,
                security.getIfAvailable(() -> SecurityDescriber.NONE));
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = GenosEndpoint.class, exposure = EndpointExposure.WEB)
    GenosEndpointWebExtension genosEndpointWebExtension(GenosEndpoint endpoint) {
        return new GenosEndpointWebExtension(endpoint);
    }
}
