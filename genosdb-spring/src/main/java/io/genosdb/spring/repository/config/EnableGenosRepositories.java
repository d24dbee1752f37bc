package io.genosdb.spring.repository.config;

import io.genosdb.spring.repository.support.GenosRepositoryFactoryBean;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Import;
import org.springframework.data.repository.config.BootstrapMode;
import org.springframework.data.repository.config.DefaultRepositoryBaseClass;
import org.springframework.data.repository.query.QueryLookupStrategy;

/**
 * Makes repositories of nodes beans: the interfaces below the packages given, or below that of the annotated class. Spring
 * Boot does this without the annotation.
 *
 * @since 0.1
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Import(GenosRepositoriesRegistrar.class)
public @interface EnableGenosRepositories {

    /**
     * Short for {@link #basePackages()}.
     *
     * @return packages
     */
    String[] value() default {};

    /**
     * The packages to scan, those below included.
     *
     * @return packages
     */
    String[] basePackages() default {};

    /**
     * Classes whose packages are scanned.
     *
     * @return classes
     */
    Class<?>[] basePackageClasses() default {};

    /**
     * Which of the interfaces found are repositories.
     *
     * @return filters
     */
    Filter[] includeFilters() default {};

    /**
     * Which of the interfaces found are not wanted.
     *
     * @return filters
     */
    Filter[] excludeFilters() default {};

    /**
     * How a class is named that implements the methods that an application writes itself.
     *
     * @return what follows the name of the repository or fragment
     */
    String repositoryImplementationPostfix() default "Impl";

    /**
     * Where named queries are: properties from {@code Entity.method} to filters.
     *
     * @return a location, {@code META-INF/genosdb-named-queries.properties} where it is empty
     */
    String namedQueriesLocation() default "";

    /**
     * Where the query of a method comes from.
     *
     * @return a strategy
     */
    QueryLookupStrategy.Key queryLookupStrategy() default QueryLookupStrategy.Key.CREATE_IF_NOT_FOUND;

    /**
     * The factory beans of the repositories.
     *
     * @return the class
     */
    Class<?> repositoryFactoryBeanClass() default GenosRepositoryFactoryBean.class;

    /**
     * The class whose methods the repositories have.
     *
     * @return the class, {@link io.genosdb.spring.repository.support.SimpleGenosRepository} by default
     */
    Class<?> repositoryBaseClass() default DefaultRepositoryBaseClass.class;

    /**
     * How the beans are named.
     *
     * @return the class of a generator, Spring Data's own by default
     */
    Class<? extends BeanNameGenerator> nameGenerator() default BeanNameGenerator.class;

    /**
     * The bean that the repositories work with: which database they belong to.
     *
     * @return the name of a bean of type {@link io.genosdb.spring.entity.GenosEntityOperations}; by default it is
     *     {@code genosEntityTemplate} where there is a bean of that name, and else the only one of that type
     */
    String genosEntityOperationsRef() default "";

    /**
     * Whether interfaces inside of classes are repositories too.
     *
     * @return true to look there
     */
    boolean considerNestedRepositories() default false;

    /**
     * When the repositories are made.
     *
     * @return a mode
     */
    BootstrapMode bootstrapMode() default BootstrapMode.DEFAULT;
}
