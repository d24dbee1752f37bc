package io.genosdb.spring.boot.autoconfigure.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.stomp.GenosStompConfigurer;
import io.genosdb.spring.stomp.GenosStompHandler;
import io.genosdb.spring.stomp.GenosStompSessions;
import io.genosdb.spring.stomp.GenosStompTopics;
import io.genosdb.spring.stomp.NamedQuery;
import io.genosdb.spring.stomp.StompAuthorizer;
import io.genosdb.spring.stomp.StompLimits;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.broker.SimpleBrokerMessageHandler;
import org.springframework.messaging.simp.stomp.StompBrokerRelayMessageHandler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

class GenosStompAutoConfigurationTest {

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GenosAutoConfiguration.class, GenosStompAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    @Test
    void answersClientsByDefault() {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(GenosStompHandler.class).isRunning()).isTrue();
            assertThat(context).hasSingleBean(SimpleBrokerMessageHandler.class);
            assertThat(context.getBean(GenosStompSessions.class).limits()).isEqualTo(StompLimits.DEFAULTS);
        });
    }

    @Test
    void canBeSwitchedOff() {
        runner.withPropertyValues("genosdb.stomp.enabled=false").run(this::isAbsent);
    }

    @Test
    void needsAServletApplication() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(GenosAutoConfiguration.class, GenosStompAutoConfiguration.class))
                .withPropertyValues("genosdb.storage.type=memory")
                .run(context -> assertThat(context).doesNotHaveBean(GenosStompAutoConfiguration.class));
    }

    @Test
    void needsMessagingAndWebSocketAndTheRest() {
        for (Class<?> needed : new Class<?>[] {
            SimpMessagingTemplate.class,
            WebSocketMessageBrokerConfigurer.class,
            GenosStompHandler.class,
            HandlerMapping.class,
            jakarta.websocket.server.ServerContainer.class
        }) {
            runner.withClassLoader(new FilteredClassLoader(needed)).run(this::isAbsent);
        }
    }

    @Test
    void needsADatabase() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GenosStompAutoConfiguration.class))
                .run(this::isAbsent);
    }

    @Test
    void needsToKnowWhichDatabase() {
        runner.withUserConfiguration(TwoTemplates.class).run(context -> {
            assertThat(context).hasNotFailed();
            isAbsent(context);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoTemplates {

        @Bean
        GenosOperations one(GenosDatabase database) {
            return new GenosTemplate(database);
        }

        @Bean
        GenosOperations two(GenosDatabase database) {
            return new GenosTemplate(database);
        }
    }

    @Test
    void leavesTheExecutorAndTheSchedulerOfTheApplication() {
        runner.withConfiguration(AutoConfigurations.of(
                        TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
                .withUserConfiguration(Scheduling.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("applicationTaskExecutor")
                        .hasBean("taskScheduler")
                        .hasBean("messageBrokerTaskScheduler"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {}

    private void isAbsent(org.springframework.context.ApplicationContext context) {
        assertThat(context.getBeanNamesForType(GenosStompAutoConfiguration.class))
                .isEmpty();
        assertThat(context.getBeanNamesForType(DelegatingWebSocketMessageBrokerConfiguration.class))
                .isEmpty();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSocketMessageBroker
    static class OwnBroker {}

    @Test
    void joinsTheBrokerOfTheApplication() {
        runner.withUserConfiguration(OwnBroker.class).run(context -> {
            assertThat(context).doesNotHaveBean(BrokerConfigurer.class);
            assertThat(context).hasSingleBean(DelegatingWebSocketMessageBrokerConfiguration.class);
            assertThat(context).hasSingleBean(GenosStompConfigurer.class);
            assertThat(context.getBean(GenosStompHandler.class).isRunning()).isTrue();
        });
    }

    @Test
    void usesAnExternalBrokerWhereOneIsNamed() {
        runner.withPropertyValues(
                        "genosdb.stomp.broker.relay.host=localhost",
                        "genosdb.stomp.broker.relay.port=1",
                        "genosdb.stomp.broker.relay.login=me",
                        "genosdb.stomp.broker.relay.passcode=secret",
                        "genosdb.stomp.broker.relay.virtual-host=/app")
                .run(context -> {
                    var relay = context.getBean(StompBrokerRelayMessageHandler.class);
                    assertThat(relay.getRelayPort()).isEqualTo(1);
                    assertThat(relay.getSystemLogin()).isEqualTo("me");
                    assertThat(relay.getClientPasscode()).isEqualTo("secret");
                    assertThat(relay.getVirtualHost()).isEqualTo("/app");
                    assertThat(context.getBean(GenosStompProperties.class).toString())
                            .doesNotContain("secret");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBeans {

        @Bean
        GenosStompSessions ownSessions() {
            return new GenosStompSessions(StompLimits.DEFAULTS);
        }

        @Bean
        StompAuthorizer ownAuthorizer() {
            return request -> {};
        }

        @Bean
        GenosStompTopics ownTopics(SimpMessagingTemplate broker, GenosOperations operations) {
            return new GenosStompTopics(broker, operations, name -> null, java.util.List.of());
        }

        @Bean
        NamedQuery declared() {
            return NamedQuery.of("declared", "{ query: { a: 1 } }");
        }
    }

    @Test
    void stepsBackForBeansOfTheApplication() {
        runner.withUserConfiguration(OwnBeans.class).run(context -> {
            assertThat(context).getBeanNames(GenosStompSessions.class).containsExactly("ownSessions");
            assertThat(context).getBeanNames(StompAuthorizer.class).containsExactly("ownAuthorizer");
            assertThat(context).getBeanNames(GenosStompTopics.class).containsExactly("ownTopics");
        });
    }

    @Test
    void refusesToStartWithWhatIsNoQuery() {
        runner.withPropertyValues("genosdb.stomp.queries.bad={ query: { a: { $gt: true } } }")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("genosdb.stomp.queries.bad")
                        .hasMessageContaining("query 'bad': at query.a.$gt: needs a number or a string"));
    }

    @Test
    void refusesToStartWithTopicsThatCannotBe() {
        runner.withPropertyValues("genosdb.stomp.topics=nothing")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("declare it as genosdb.stomp.queries.nothing"));
        runner.withPropertyValues("genosdb.stomp.topics=p", "genosdb.stomp.queries.p={ query: { a: ':a' } }")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("nobody gives its parameters"));
    }

    @Test
    void publishesADeclaredBeanToo() {
        runner.withUserConfiguration(DeclaredOnly.class)
                .withPropertyValues("genosdb.stomp.topics=declared")
                .run(context -> {
                    assertThat(context.getBean(GenosStompTopics.class).isRunning())
                            .isTrue();
                    var database = context.getBean(GenosTemplate.class).execute(it -> it.status());
                    assertThat(database.live().subscriptions()).isEqualTo(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class DeclaredOnly {

        @Bean
        NamedQuery declared() {
            return NamedQuery.of("declared", "{ query: { a: 1 } }");
        }
    }
}
