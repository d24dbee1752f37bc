package io.genosdb.spring.listener;

import io.genosdb.spring.GenosNodeReader;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
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
 * Finds {@link GenosListener} and {@link GenosChannelListener} methods and registers them with the {@link GenosListenerEndpointRegistry}: when all
 * singletons are there, or, for beans made later, at once.
 *
 * @since 0.1
 */
public final class GenosListenerAnnotationBeanPostProcessor
        implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

    /** The name of the bean. */
    public static final String BEAN_NAME = "io.genosdb.spring.listener.internalGenosListenerAnnotationProcessor";

    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(GenosListener.class, GenosListeners.class, GenosChannelListener.class, GenosChannelListeners.class);

    private final Set<Class<?>> withoutListeners = ConcurrentHashMap.newKeySet();
    private final List<AnnotatedBean> found = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beanFactory;
    private @Nullable ListenerRegistrar registrar;

    /** A bean and its annotated methods. */
    private record AnnotatedBean(Object bean, String name, Map<Method, Annotations> methods) {}

    /** The annotations of a method. */
    private record Annotations(Set<GenosListener> queries, Set<GenosChannelListener> channels) {

        static @Nullable Annotations of(Method method) {
            var queries = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                    method, GenosListener.class, GenosListeners.class);
            var channels = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                    method, GenosChannelListener.class, GenosChannelListeners.class);
            return queries.isEmpty() && channels.isEmpty() ? null : new Annotations(queries, channels);
        }
    }

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
                || !AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
            return bean;
        }
        Map<Method, Annotations> methods = MethodIntrospector.selectMethods(
                type, (MethodIntrospector.MetadataLookup<Annotations>) Annotations::of);
        if (methods.isEmpty()) {
            withoutListeners.add(type);
        } else {
            add(new AnnotatedBean(bean, beanName, methods));
        }
        return bean;
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
        GenosConverter converter =
                factory.getBeanProvider(GenosConverter.class).getIfAvailable(JacksonGenosConverter::new);
        var readers = new PayloadReaders(
                factory.getBeanProvider(GenosNodeReader.class).orderedStream().toList(), converter);
        return new ListenerRegistrar(
                factory,
                factory.getBean(GenosListenerEndpointRegistry.class),
                factory.getBeanProvider(GenosListenerContainerFactory.class)
                        .getIfAvailable(GenosListenerContainerFactory::new),
                readers,
                converter);
    }

    private static void register(AnnotatedBean annotated, ListenerRegistrar registrar) {
        annotated.methods().forEach((method, annotations) -> {
            annotations
                    .queries()
                    .forEach(listener -> register(
                            GenosListener.class,
                            annotated,
                            method,
                            it -> registrar.register(listener, annotated.bean(), annotated.name(), it)));
            annotations
                    .channels()
                    .forEach(listener -> register(
                            GenosChannelListener.class,
                            annotated,
                            method,
                            it -> registrar.register(listener, annotated.bean(), annotated.name(), it)));
        });
    }

    private static void register(
            Class<? extends Annotation> annotation,
            AnnotatedBean annotated,
            Method method,
            Consumer<Method> registration) {
        try {
            registration.accept(
                    AopUtils.selectInvocableMethod(method, annotated.bean().getClass()));
        } catch (InvalidGenosListenerException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidGenosListenerException(annotation, annotated.name(), method, e.getMessage(), e);
        }
    }
}
