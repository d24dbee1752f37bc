package io.genosdb.spring.boot.autoconfigure.stomp;

import io.genosdb.spring.GenosDatabases;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.stomp.GenosStompConfigurer;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.spring.stomp.GenosStompSessions;
import io.genosdb.spring.stomp.GenosStompTopics;
import io.genosdb.spring.stomp.NamedQuery;
import io.genosdb.spring.stomp.StompAuthorizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * Auto-configuration of STOMP: an endpoint whose clients follow live queries and, where that is allowed, read and write.
 * Joins the application's own {@code @EnableWebSocketMessageBroker} where there is one.
 *
 * @since 0.1
 */
@AutoConfiguration(
        // Boot's executor and scheduler would step back for those of the channels.
        after = {
            GenosAutoConfiguration.class,
            TaskExecutionAutoConfiguration.class,
            TaskSchedulingAutoConfiguration.class
        },
        beforeName = "org.springframework.boot.websocket.autoconfigure.servlet.WebSocketMessagingAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(
        value = {WebSocketMessageBrokerConfigurer.class, SimpMessagingTemplate.class, GenosStompHandler.class},
        name = {"org.springframework.web.servlet.HandlerMapping", "jakarta.websocket.server.ServerContainer"})
@ConditionalOnSingleCandidate(GenosOperations.class)
@ConditionalOnBooleanProperty(name = "genosdb.stomp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(GenosStompProperties.class)
public final class GenosStompAutoConfiguration {

    /** Made by Spring. */
    GenosStompAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    GenosStompSessions genosStompSessions(GenosStompProperties properties) {
        return new GenosStompSessions(properties.limits().toLimits());
    }

    @Bean
    @ConditionalOnMissingBean
    GenosStompConfigurer genosStompConfigurer(GenosStompSessions sessions, GenosStompProperties properties) {
        return new GenosStompConfigurer(sessions, properties.path(), properties.allowedOriginPatterns());
    }

    @Bean
    DeclaredQueries genosStompDeclaredQueries(GenosStompProperties properties, ObjectProvider<NamedQuery> beans) {
        return new DeclaredQueries(properties, beans);
    }

    @Bean
    @ConditionalOnMissingBean
    StompAuthorizer genosStompAuthorizer(GenosStompProperties properties) {
        return StompAuthorizer.forEverybody(properties.adHocQueries(), properties.writes());
    }

    @Bean
    @ConditionalOnMissingBean
    GenosStompHandler genosStompHandler(
            @Qualifier("clientInboundChannel") AbstractSubscribableChannel inbound,
            @Qualifier("clientOutboundChannel") MessageChannel outbound,
            GenosStompSessions sessions,
            GenosOperations operations,
            GenosTemplates databases,
            GenosDatabases names,
            DeclaredQueries queries,
            StompAuthorizer authorizer,
            ObjectProvider<SignedWrites> signedWrites) {
        String name = names.nameOf(operations.execute(database -> database)).orElse(GenosDatabases.DEFAULT_NAME);
        return new GenosStompHandler(
                inbound,
                outbound,
                sessions,
                name,
                operations,
                byName(databases),
                queries.all(),
                authorizer,
                signedWrites.getIfUnique());
    }

    @Bean
    @ConditionalOnMissingBean
    GenosStompTopics genosStompTopics(
            @Qualifier("brokerMessagingTemplate") SimpMessagingTemplate broker,
            GenosOperations operations,
            GenosTemplates databases,
            DeclaredQueries queries,
            ObjectProvider<TopicAudience> audience) {
        return new GenosStompTopics(
                broker,
                operations,
                byName(databases),
                queries.topics(),
                audience.getIfAvailable(() -> Runnable::run)::read);
    }

    private static Function<String, @Nullable GenosOperations> byName(GenosTemplates databases) {
        return name -> databases.names().contains(name) ? databases.get(name) : null;
    }

    /** For applications without a broker of their own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(WebSocketMessageBrokerConfigurationSupport.class)
    @EnableWebSocketMessageBroker
    static class OwnBroker {

        @Bean
        @ConditionalOnMissingBean(name = "genosStompBrokerConfigurer")
        BrokerConfigurer genosStompBrokerConfigurer(
                GenosStompProperties properties,
                @Lazy @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler) {
            return new BrokerConfigurer(properties, scheduler);
        }
    }
}
