package io.genosdb.spring.boot.autoconfigure.listener;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.boot.autoconfigure.GenosAutoConfiguration;
import io.genosdb.spring.listener.EnableGenosListeners;
import io.genosdb.spring.listener.GenosChannelListenerErrorHandler;
import io.genosdb.spring.listener.GenosListenerAnnotationBeanPostProcessor;
import io.genosdb.spring.listener.GenosListenerContainerFactory;
import io.genosdb.spring.listener.GenosListenerErrorHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link io.genosdb.spring.listener.GenosListener} and
 * {@link io.genosdb.spring.listener.GenosChannelListener}. Listeners run in virtual threads where
 * {@code spring.threads.virtual.enabled} says so and the JVM has them.
 *
 * @since 0.1
 */
@AutoConfiguration(after = GenosAutoConfiguration.class)
@ConditionalOnClass({GenosDatabase.class, EnableGenosListeners.class})
@EnableConfigurationProperties(GenosListenerProperties.class)
public final class GenosListenerAutoConfiguration {

    /** Made by Spring. */
    GenosListenerAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    GenosListenerContainerFactory genosListenerContainerFactory(
            GenosListenerProperties properties,
            ObjectProvider<GenosListenerErrorHandler> errorHandler,
            ObjectProvider<GenosChannelListenerErrorHandler> channelErrorHandler,
            Environment environment) {
        var factory = new GenosListenerContainerFactory();
        factory.setAutoStartup(properties.autoStartup());
        factory.setConcurrency(properties.concurrency());
        factory.setShutdownTimeout(properties.shutdownTimeout());
        factory.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
        factory.setMaxPendingBytes(properties.maxPendingSize().toBytes());
        errorHandler.ifUnique(factory::setErrorHandler);
        channelErrorHandler.ifUnique(factory::setChannelErrorHandler);
        return factory;
    }

    /** Nobody asks for a bean that only listens, so under lazy initialization it would never be made. */
    @Bean
    static LazyInitializationExcludeFilter genosListenerLazyInitializationExcludeFilter() {
        return new ListeningBeans();
    }

    /** Unless the application has it enabled already. */
    @Configuration(proxyBeanMethods = false)
    @EnableGenosListeners
    @ConditionalOnMissingBean(name = GenosListenerAnnotationBeanPostProcessor.BEAN_NAME)
    static class EnableListeners {}
}
