package io.genosdb.spring.listener;

import io.genosdb.graph.Node;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** A method that can be called with an event: where each of its arguments comes from, and whether it can do without a value. */
final class ListenerMethod {

    /** Makes one argument of an event. */
    private interface Argument {
        @Nullable
        Object of(MapEvent event, GenosOperations operations);
    }

    private final Object bean;
    private final String beanName;
    private final Method method;
    private final PayloadReaders readers;
    private final List<Argument> arguments = new ArrayList<>();
    private final Set<Class<?>> payloads = new LinkedHashSet<>();

    /** A parameter that cannot be {@code null}, though the value of a removed node is. */
    private @Nullable MethodParameter needsValue;

    /**
     * Reads the signature.
     *
     * @throws IllegalArgumentException if it is no listener's; the message says why
     */
    ListenerMethod(Object bean, String beanName, Method method, PayloadReaders readers) {
        this.bean = bean;
        this.beanName = beanName;
        this.method = method;
        this.readers = readers;
        if (method.getReturnType() != void.class) {
            throw new IllegalArgumentException("the method must return nothing, since nobody would take the result");
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            arguments.add(argument(new MethodParameter(method, i).withContainingClass(bean.getClass())));
        }
        ReflectionUtils.makeAccessible(method);
    }

    private Argument argument(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (parameter.hasParameterAnnotation(NodeId.class)) {
            return identifier(parameter);
        }
        if (type == MapEvent.class) {
            return (event, operations) -> event;
        }
        if (type == Action.class) {
            return (event, operations) -> event.action();
        }
        if (type == GenosEvent.class) {
            return event(payload(parameter, generic(parameter)));
        }
        if (Nullness.forMethodParameter(parameter) != Nullness.NULLABLE) {
            needsValue = parameter;
        }
        if (type == JsonObject.class) {
            return (event, operations) -> event.value();
        }
        return type == TypedNode.class ? node(payload(parameter, generic(parameter))) : value(payload(parameter, type));
    }

    private static Argument identifier(MethodParameter parameter) {
        if (parameter.getParameterType() != String.class) {
            throw refusal(parameter, "a @NodeId is a String");
        }
        return (event, operations) -> event.id();
    }

    private static Class<?> generic(MethodParameter parameter) {
        Class<?> type =
                ResolvableType.forMethodParameter(parameter).getGeneric().resolve();
        if (type == null) {
            throw refusal(
                    parameter,
                    "needs to know the type of the value, as in "
                            + parameter.getParameterType().getSimpleName() + "<JsonObject>");
        }
        return type;
    }

    private Class<?> payload(MethodParameter parameter, Class<?> type) {
        if (type == Node.class) {
            throw refusal(parameter, "take a TypedNode<JsonObject>, the node as it was when the event happened");
        }
        if (type == String.class) {
            throw refusal(parameter, "mark it with @NodeId if it is to be the node's identifier");
        }
        boolean object = !BeanUtils.isSimpleValueType(type)
                && !type.isArray()
                && !Collection.class.isAssignableFrom(type)
                && type != Optional.class
                && type != Object.class;
        if (!object) {
            throw refusal(parameter, "the value of a node is a JSON object, which cannot be read as " + type.getName());
        }
        payloads.add(type);
        return type;
    }

    private static IllegalArgumentException refusal(MethodParameter parameter, String reason) {
        return new IllegalArgumentException("parameter " + parameter.getParameterIndex() + " ("
                + parameter.getParameterType().getSimpleName() + "): " + reason);
    }

    private <T> Argument value(Class<T> type) {
        GenosPayloadReader reader = readers.forType(type);
        return (event, operations) -> read(event, type, reader, operations);
    }

    private <T> Argument event(Class<T> type) {
        GenosPayloadReader reader = readers.forType(type);
        return (event, operations) -> new GenosEvent<>(
                event.action(), event.id(), read(event, type, reader, operations), event.edges(), event.timestamp());
    }

    private <T> Argument node(Class<T> type) {
        GenosPayloadReader reader = readers.forType(type);
        return (event, operations) -> {
            T value = read(event, type, reader, operations);
            return value == null ? null : new TypedNode<>(event.id(), value, event.edges(), event.timestamp());
        };
    }

    private static <T> @Nullable T read(
            MapEvent event, Class<T> type, GenosPayloadReader reader, GenosOperations operations) {
        JsonObject value = event.value();
        return value == null
                ? null
                : reader.read(new TypedNode<>(event.id(), value, event.edges(), event.timestamp()), type, operations);
    }

    /** The parameter that keeps the method from being told of removed nodes, or {@code null}. */
    @Nullable
    String needsValue() {
        return needsValue == null ? null : needsValue.getParameterType().getSimpleName();
    }

    /** The query, restricted to nodes that the parameters can hold. */
    Query narrow(Query query) {
        Query narrowed = query;
        for (Class<?> type : payloads) {
            narrowed = readers.forType(type).narrow(narrowed, type);
        }
        return narrowed;
    }

    InvalidGenosListenerException invalid(RuntimeException reason) {
        return new InvalidGenosListenerException(beanName, method, reason.getMessage(), reason);
    }

    /** Calls the method; what it throws comes out as it is. */
    void invoke(MapEvent event, GenosOperations operations) throws Throwable {
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).of(event, operations);
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
