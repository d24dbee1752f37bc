package io.genosdb.spring.boot.autoconfigure.listener;

import io.genosdb.spring.listener.GenosChannelListener;
import io.genosdb.spring.listener.GenosChannelListeners;
import io.genosdb.spring.listener.GenosListener;
import io.genosdb.spring.listener.GenosListeners;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Excludes beans with {@link GenosListener} or {@link GenosChannelListener} methods from lazy initialization. */
final class ListeningBeans implements LazyInitializationExcludeFilter {

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(GenosListener.class, GenosListeners.class, GenosChannelListener.class, GenosChannelListeners.class);

    @Override
    public boolean isExcluded(String beanName, BeanDefinition definition, Class<?> type) {
        ReflectionUtils.MethodFilter listening = ListeningBeans::isListener;
        return AnnotationUtils.isCandidateClass(type, ANNOTATIONS)
                && !MethodIntrospector.selectMethods(type, listening).isEmpty();
    }

    private static boolean isListener(Method method) {
        return ANNOTATIONS.stream().anyMatch(annotation -> AnnotatedElementUtils.hasAnnotation(method, annotation));
    }
}
