package io.genosdb.spring.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.FatalBeanException;
import org.springframework.util.ClassUtils;

/**
 * A {@link GenosListener} or {@link GenosChannelListener} that cannot work: its query cannot be understood, its method has parameters that nothing is known
 * for, it names a bean that is not there. Keeps the context from starting.
 *
 * @since 0.1
 */
public final class InvalidGenosListenerException extends FatalBeanException {

    private static final long serialVersionUID = 1L;

    private final String beanName;
    private final transient @Nullable Method method;

    /**
     * Makes the exception.
     *
     * @param annotation the annotation
     * @param beanName the bean with the listener
     * @param method the annotated method
     * @param reason what is wrong and what to do
     * @param cause what complained first
     */
    public InvalidGenosListenerException(
            Class<? extends Annotation> annotation,
            String beanName,
            Method method,
            @Nullable String reason,
            @Nullable Throwable cause) {
        super(
                "@" + annotation.getSimpleName() + " on " + ClassUtils.getQualifiedMethodName(method) + " of bean '"
                        + beanName + "': " + reason,
                cause);
        this.beanName = beanName;
        this.method = method;
    }

    /**
     * The bean with the listener.
     *
     * @return its name
     */
    public String getBeanName() {
        return beanName;
    }

    /**
     * The annotated method.
     *
     * @return the method; {@code null} after the exception was serialized
     */
    public @Nullable Method getMethod() {
        return method;
    }
}
