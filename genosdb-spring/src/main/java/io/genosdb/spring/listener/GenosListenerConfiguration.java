package io.genosdb.spring.listener;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** The infrastructure behind {@link EnableGenosListeners}. */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class GenosListenerConfiguration {

    @Bean(GenosListenerAnnotationBeanPostProcessor.BEAN_NAME)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GenosListenerAnnotationBeanPostProcessor genosListenerAnnotationProcessor() {
        return new GenosListenerAnnotationBeanPostProcessor();
    }

    @Bean(GenosListenerEndpointRegistry.BEAN_NAME)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GenosListenerEndpointRegistry genosListenerEndpointRegistry() {
        return new GenosListenerEndpointRegistry();
    }
}
