package io.genosdb.spring.listener;

import io.genosdb.live.Action;
import io.genosdb.query.Operators;
import io.genosdb.query.Query;
import io.genosdb.room.RoomLimits;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.GenosTemplates;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.listener.GenosListenerContainerFactory.Settings;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes a container of an annotation: resolves its expressions, compiles its query, finds the beans that it names. */
final class ListenerRegistrar {

    private final ConfigurableListableBeanFactory beanFactory;
    private final GenosListenerEndpointRegistry registry;
    private final GenosListenerContainerFactory containers;
    private final PayloadReaders readers;
    private final GenosConverter converter;

    ListenerRegistrar(
            ConfigurableListableBeanFactory beanFactory,
            GenosListenerEndpointRegistry registry,
            GenosListenerContainerFactory containers,
            PayloadReaders readers,
            GenosConverter converter) {
        this.beanFactory = beanFactory;
        this.registry = registry;
        this.containers = containers;
        this.readers = readers;
        this.converter = converter;
    }

    /** Registers one listener. What it throws tells what is wrong with the annotation, and the caller where that is. */
    void register(GenosListener listener, Object bean, String beanName, Method method) {
        checkSingleton(beanName);
        GenosOperations operations = operations(text(listener.database()));
        var listenerMethod = new ListenerMethod(bean, beanName, method, readers, operations);
        var endpoint = new GenosQueryListenerContainer.Endpoint(
                listenerMethod, operations, listenerMethod.narrow(query(listener)), actions(listener, listenerMethod));
        Settings settings = settings(listener.concurrency(), listener.autoStartup());
        String errorHandler = text(listener.errorHandler());
        if (!errorHandler.isEmpty()) {
            settings = settings.withErrorHandler(beanFactory.getBean(errorHandler, GenosListenerErrorHandler.class));
        }
        String id = id(listener.id(), beanName, method);
        registry.register(new GenosQueryListenerContainer(id, settings, endpoint));
    }

    /** Registers one listener to a channel, in the same way. */
    void register(GenosChannelListener listener, Object bean, String beanName, Method method) {
        checkSingleton(beanName);
        var endpoint = new GenosChannelListenerContainer.Endpoint(
                ChannelListenerMethod.hearsProgress(method)
                        ? new ChannelListenerMethod.OfProgress(bean, beanName, method, converter)
                        : new ChannelListenerMethod(bean, beanName, method, converter),
                operations(text(listener.database())),
                RoomLimits.checkChannelName(text(listener.channel())));
        Settings settings = settings(listener.concurrency(), listener.autoStartup());
        String errorHandler = text(listener.errorHandler());
        if (!errorHandler.isEmpty()) {
            settings = settings.withChannelErrorHandler(
                    beanFactory.getBean(errorHandler, GenosChannelListenerErrorHandler.class));
        }
        String id = id(listener.id(), beanName, method);
        registry.register(new GenosChannelListenerContainer(id, settings, endpoint));
    }

    private void checkSingleton(String beanName) {
        if (beanFactory.containsBean(beanName) && !beanFactory.isSingleton(beanName)) {
            throw new IllegalStateException(
                    "only a singleton can listen; every instance would be a listener of its own");
        }
    }

    private Settings settings(String concurrencyExpression, String autoStartupExpression) {
        String concurrency = text(concurrencyExpression);
        String autoStartup = text(autoStartupExpression);
        return containers.settings(
                concurrency.isEmpty() ? null : number(concurrency), autoStartup.isEmpty() ? null : truth(autoStartup));
    }

    private String id(String expression, String beanName, Method method) {
        String id = text(expression);
        return id.isEmpty() ? registry.freeId(beanName + "." + method.getName()) : id;
    }

    private GenosOperations operations(String database) {
        if (!database.isEmpty()) {
            GenosTemplates templates =
                    beanFactory.getBeanProvider(GenosTemplates.class).getIfAvailable();
            if (templates != null && templates.names().contains(database)) {
                return templates.get(database);
            }
            return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, GenosOperations.class, database);
        }
        try {
            return beanFactory.getBean(GenosOperations.class);
        } catch (NoUniqueBeanDefinitionException e) {
            throw new IllegalArgumentException(
                    "there are several databases, none of them primary; name one of the templates "
                            + e.getBeanNamesFound() + " by the attribute 'database'",
                    e);
        }
    }

    private Query query(GenosListener listener) {
        if (!listener.query().isEmpty() && !listener.options().isEmpty()) {
            throw new IllegalArgumentException("give the query or the options, which have the query in them, not both");
        }
        Operators operators = beanFactory.getBeanProvider(Operators.class).getIfUnique(Operators::standard);
        Object query = resolve(listener.query());
        if (query instanceof Query compiled) {
            return compiled;
        }
        if (!listener.query().isEmpty()) {
            return Query.filter(String.valueOf(query), operators);
        }
        String options = text(listener.options());
        return options.isEmpty() ? Query.all() : Query.parse(options, operators);
    }

    private static Set<Action> actions(GenosListener listener, ListenerMethod method) {
        String parameter = method.needsValue();
        var actions = EnumSet.noneOf(Action.class);
        actions.addAll(List.of(listener.actions()));
        if (actions.isEmpty()) {
            actions.addAll(EnumSet.of(Action.ADDED, Action.UPDATED));
            if (parameter == null) {
                actions.add(Action.REMOVED);
            }
        }
        if (parameter != null && actions.contains(Action.REMOVED)) {
            throw new IllegalArgumentException("a removed node has no value for the parameter of type " + parameter
                    + ": mark it @Nullable, take a GenosEvent<" + parameter + ">, or leave REMOVED out of the actions");
        }
        return actions;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("concurrency is a number, not '" + text + "'", e);
        }
    }

    private static boolean truth(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw new IllegalArgumentException("autoStartup is true or false, not '" + text + "'");
    }

    private String text(String expression) {
        Object value = resolve(expression);
        return value == null ? "" : value.toString();
    }

    private @Nullable Object resolve(String expression) {
        String text = beanFactory.resolveEmbeddedValue(expression);
        BeanExpressionResolver resolver = beanFactory.getBeanExpressionResolver();
        return resolver == null || text == null
                ? text
                : resolver.evaluate(text, new BeanExpressionContext(beanFactory, null));
    }
}
