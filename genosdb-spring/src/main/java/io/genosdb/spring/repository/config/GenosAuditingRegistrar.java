package io.genosdb.spring.repository.config;

import io.genosdb.spring.entity.AuditingEntityCallback;
import io.genosdb.spring.mapping.GenosMappingContext;
import java.lang.annotation.Annotation;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.data.auditing.IsNewAwareAuditingHandler;
import org.springframework.data.auditing.config.AuditingBeanDefinitionRegistrarSupport;
import org.springframework.data.auditing.config.AuditingConfiguration;
import org.springframework.data.config.ParsingUtils;

/** Registers what {@link EnableGenosAuditing} asks for. */
final class GenosAuditingRegistrar extends AuditingBeanDefinitionRegistrarSupport {

    private static final String HANDLER = "genosAuditingHandler";

    @Override
    protected Class<? extends Annotation> getAnnotation() {
        return EnableGenosAuditing.class;
    }

    @Override
    protected String getAuditingHandlerBeanName() {
        return HANDLER;
    }

    @Override
    protected BeanDefinitionBuilder getAuditHandlerBeanDefinitionBuilder(AuditingConfiguration configuration) {
        return configureDefaultAuditHandlerAttributes(
                configuration, BeanDefinitionBuilder.rootBeanDefinition(IsNewAwareAuditingHandler.class, "from"));
    }

    @Override
    protected void postProcess(
            BeanDefinitionBuilder builder, AuditingConfiguration configuration, BeanDefinitionRegistry registry) {
        builder.addConstructorArgValue(new RuntimeBeanReference(GenosMappingContext.class));
    }

    @Override
    protected void registerAuditListenerBeanDefinition(
            BeanDefinition auditingHandlerDefinition, BeanDefinitionRegistry registry) {
        BeanDefinitionBuilder callback = BeanDefinitionBuilder.rootBeanDefinition(AuditingEntityCallback.class);
        callback.addConstructorArgValue(ParsingUtils.getObjectFactoryBeanDefinition(HANDLER, registry));
        registerInfrastructureBeanWithId(
                callback.getRawBeanDefinition(), AuditingEntityCallback.class.getName(), registry);
    }
}
