package io.genosdb.spring.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean that can be called with an event: it knows where each of the arguments comes from.
 *
 * @param <E> the event
 */
abstract class BeanMethod<E> {

    /** Makes one argument of an event. */
    interface Argument<E> {
        @Nullable
        Object of(E event);
    }

    private final Class<? extends Annotation> annotation;
    private final Object bean;
    private final String beanName;
    private final Method method;
    private final List<Argument<E>> arguments = new ArrayList<>();

    /**
     * Without arguments yet.
     *
     * @throws IllegalArgumentException if the method returns something
     */
    BeanMethod(Class<? extends Annotation> annotation, Object bean, String beanName, Method method) {
        this.annotation = annotation;
        this.bean = bean;
        this.beanName = beanName;
        this.method = method;
        if (method.getReturnType() != void.class) {
            throw new IllegalArgumentException("the method must return nothing, since nobody would take the result");
        }
    }

    /** Finds out where the arguments come from. */
    final void resolve(Function<MethodParameter, Argument<E>> source) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            arguments.add(source.apply(new MethodParameter(method, i).withContainingClass(bean.getClass())));
        }
        ReflectionUtils.makeAccessible(method);
    }

    static IllegalArgumentException refusal(MethodParameter parameter, String reason) {
        return new IllegalArgumentException("parameter " + parameter.getParameterIndex() + " ("
                + parameter.getParameterType().getSimpleName() + "): " + reason);
    }

    final InvalidGenosListenerException invalid(RuntimeException reason) {
        return new InvalidGenosListenerException(annotation, beanName, method, reason.getMessage(), reason);
    }

    /** Calls the method; what it throws comes out as it is. */
    final void invoke(E event) throws Throwable {
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).of(event);
        }
        try {
            method.invoke(bean, values);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public String toString() {
        return ClassUtils.getQualifiedMethodName(method);
    }
}
