package io.genosdb.spring.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A test of the part of an application that works with a graph database: databases, templates and repositories are there,
 * components, services, controllers and all other auto-configurations are not.
 *
 * <p>Every database is kept in memory, whatever the application's properties say of its storage, and begins empty with the
 * test's context; {@code properties = "genosdb.test.in-memory=false"} stores as the properties say.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(DataGenosTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(DataGenosTypeExcludeFilter.class)
@AutoConfigureDataGenos
@ImportAutoConfiguration
public @interface DataGenosTest {

    /**
     * Properties of the test's environment.
     *
     * @return pairs in the form {@code name=value}
     */
    String[] properties() default {};

    /**
     * Whether components of the application are left out that no include filter names.
     *
     * @return true by default
     */
    boolean useDefaultFilters() default true;

    /**
     * Components to bring in that would be left out.
     *
     * @return the filters
     */
    Filter[] includeFilters() default {};

    /**
     * Components to leave out.
     *
     * @return the filters
     */
    Filter[] excludeFilters() default {};

    /**
     * Auto-configurations to leave out.
     *
     * @return the classes
     */
    @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
    Class<?>[] excludeAutoConfiguration() default {};
}
