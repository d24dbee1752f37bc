package io.genosdb.spring.repository.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;

/**
 * Switches auditing on: who created and last changed an entity, and when, is filled in before it is saved, into the
 * properties with {@code @CreatedDate}, {@code @LastModifiedDate}, {@code @CreatedBy} and {@code @LastModifiedBy}.
 *
 * @since 0.1
 */
@Inherited
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(GenosAuditingRegistrar.class)
public @interface EnableGenosAuditing {

    /**
     * The bean that tells who is at work.
     *
     * @return the name of an {@link AuditorAware}; empty for the only one there is, if any
     */
    String auditorAwareRef() default "";

    /**
     * Whether dates are filled in.
     *
     * @return false to fill in persons only
     */
    boolean setDates() default true;

    /**
     * Whether a new entity counts as changed by its creation.
     *
     * @return false to leave who changed it last, and when, empty until the first change
     */
    boolean modifyOnCreate() default true;

    /**
     * The bean that tells the time.
     *
     * @return the name of a {@link DateTimeProvider}; empty for the system's clock
     */
    String dateTimeProviderRef() default "";
}
