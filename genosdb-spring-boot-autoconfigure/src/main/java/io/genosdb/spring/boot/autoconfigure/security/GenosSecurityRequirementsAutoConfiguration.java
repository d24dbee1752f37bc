package io.genosdb.spring.boot.autoconfigure.security;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that keeps an application from starting without the security that its properties ask for.
 *
 * @since 0.1
 */
@AutoConfiguration
public final class GenosSecurityRequirementsAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GenosSecurityRequirementsAutoConfiguration.class);

    private static final String PREFIX = "genosdb.security";
    private static final String FACADE = "io.genosdb.security.GenosSecurity";

    /** Made by Spring. */
    GenosSecurityRequirementsAutoConfiguration() {}

    /** Looks at the beans as they are at start: what was written ahead of time may have been written with other properties. */
    @Bean
    static BeanFactoryPostProcessor genosSecurityRequirements(Environment environment) {
        return beans -> {
            boolean isThere = isThere(beans);
            if (isThere) {
                return;
            }
            if (OnSecurityCondition.isOn(environment)) {
                throw missing(beans.getBeanClassLoader());
            }
            if (isConfigured(environment)) {
                throw new SecurityConfigurationException(
                        "There are properties " + PREFIX + ".*, and " + OnSecurityCondition.SUPER_ADMINS
                                + " names nobody: security would be off.",
                        "Set " + OnSecurityCondition.SUPER_ADMINS
                                + " to the address of whoever may give roles, or remove all properties of "
                                + PREFIX + " where there shall be no security.");
            }
            if (environment.containsProperty(OnSecurityCondition.SUPER_ADMINS)) {
                LOG.warn("{} is empty: security is off", OnSecurityCondition.SUPER_ADMINS);
            }
        };
    }

    private static boolean isThere(ConfigurableListableBeanFactory beans) {
        ClassLoader classes = beans.getBeanClassLoader();
        return ClassUtils.isPresent(FACADE, classes)
                && beans.getBeanNamesForType(ClassUtils.resolveClassName(FACADE, classes), true, false).length > 0;
    }

    private static boolean isConfigured(Environment environment) {
        return Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of)
                .keySet()
                .stream()
                .anyMatch(name -> !name.equals("super-admins"));
    }

    private static SecurityConfigurationException missing(@Nullable ClassLoader classes) {
        if (!ClassUtils.isPresent(FACADE, classes)) {
            return new SecurityConfigurationException(
                    OnSecurityCondition.SUPER_ADMINS + " is set, and genosdb-security is not on the class path.",
                    "Add the dependency io.genosdb:genosdb-security, or remove the property.");
        }
        return new SecurityConfigurationException(
                OnSecurityCondition.SUPER_ADMINS + " is set, and there is no bean of type GenosSecurity.",
                "Do not exclude GenosSecurityAutoConfiguration. Where beans are written ahead of time, set the property"
                        + " then, too: it decides which beans there are.");
    }
}
