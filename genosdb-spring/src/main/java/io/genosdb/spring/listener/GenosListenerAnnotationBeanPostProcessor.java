package io.genosdb.spring.listener;

import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds {@link GenosListener} methods and registers them with the {@link GenosListenerEndpointRegistry}: when all
 * singletons are there, or, for beans made later, at once.
 *
 * @since 0.1
 */
public final class GenosListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

    /** The name of the bean. */
    public static final String BEAN_NAME = "io.genosdb.spring.listener.internalGenosListenerAnnotationProcessor";

    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<AnnotatedBean> found = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable ListenerRegistrar registrar;

    /** A bean and its annotated methods. */
    private record AnnotatedBean(Object bean, String name, Map<Method, Set<GenosListener>> methods) {}

    /** Made by {@link EnableGenosListeners}. */
    public GenosListenerAnnotationBeanPostProcessor() {}

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
    }

    /** Last, so that the proxy of a bean is called and not the bean behind it. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (bean instanceof AopInfrastructureBean
                || withoutListeners.contains(type)
                || !AnnotationUtils.isCandidateClass(type, List.of(GenosListener.class, GenosListeners.class))) {
            return bean;
        }
        Map<Method, Set<GenosListener>> methods =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Set<GenosListener>>)
                        GenosListenerAnnotationBeanPostProcessor::listeners);
        if (methods.isEmpty()) {
            withoutListeners.add(type);
        } else {
            add(new AnnotatedBean(bean, beanName, methods));
        }
        return bean;
    }

    private static @Nullable Set<GenosListener> listeners(Method method) {
        Set<GenosListener> listeners = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                method, GenosListener.class, GenosListeners.class);
        return listeners.isEmpty() ? null : listeners;
    }

    private void add(AnnotatedBean annotated) {
        ListenerRegistrar present;
        synchronized (found) {
            present = registrar;
            if (present == null) {
                found.add(annotated);
            }
        }
        if (present != null) {
            register(annotated, present);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        var all = registrar();
        List<AnnotatedBean> waiting;
        synchronized (found) {
            registrar = all;
            waiting = List.copyOf(found);
            found.clear();
        }
        waiting.forEach(annotated -> register(annotated, all));
    }

    private ListenerRegistrar registrar() {
        ConfigurableListableBeanFactory factory = beanFactory;
        if (factory == null) {
            throw new IllegalStateException("the processor of @GenosListener has to be a bean");
        }
        var readers = new PayloadReaders(
                factory.getBeanProvider(GenosPayloadReader.class)
                        .orderedStream()
                        .toList(),
                factory.getBeanProvider(GenosConverter.class).getIfAvailable(JacksonGenosConverter::new));
        return new ListenerRegistrar(
                factory,
                factory.getBean(GenosListenerEndpointRegistry.class),
                factory.getBeanProvider(GenosListenerContainerFactory.class)
                        .getIfAvailable(GenosListenerContainerFactory::new),
                readers);
    }

    private static void register(AnnotatedBean annotated, ListenerRegistrar registrar) {
        annotated.methods().forEach((method, listeners) -> {
            try {
                Method invocable =
                        AopUtils.selectInvocableMethod(method, annotated.bean().getClass());
                listeners.forEach(
                        listener -> registrar.register(listener, annotated.bean(), annotated.name(), invocable));
            } catch (InvalidGenosListenerException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new InvalidGenosListenerException(annotated.name(), method, e.getMessage(), e);
            }
        });
    }
}
