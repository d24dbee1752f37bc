package io.genosdb.spring.listener;

import io.genosdb.graph.Node;
import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosNodeReader;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonObject;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;

/** A method with {@link GenosListener}, and whether it can do without a value. */
final class ListenerMethod extends BeanMethod<MapEvent> {

    private final PayloadReaders readers;
    private final GenosOperations operations;
    private final Set<Class<?>> payloads = new LinkedHashSet<>();

    /** A parameter that cannot be {@code null}, though the value of a removed node is. */
    private @Nullable MethodParameter needsValue;

    /**
     * Reads the signature.
     *
     * @throws IllegalArgumentException if it is no listener's; the message says why
     */
    ListenerMethod(Object bean, String beanName, Method method, PayloadReaders readers, GenosOperations operations) {
        super(GenosListener.class, bean, beanName, method);
        this.readers = readers;
        this.operations = operations;
        resolve(this::argument);
    }

    private Argument<MapEvent> argument(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (parameter.hasParameterAnnotation(NodeId.class)) {
            return identifier(parameter);
        }
        if (type == MapEvent.class) {
            return event -> event;
        }
        if (type == Action.class) {
            return MapEvent::action;
        }
        if (type == GenosEvent.class) {
            return event(payload(parameter, generic(parameter)));
        }
        if (Nullness.forMethodParameter(parameter) != Nullness.NULLABLE) {
            needsValue = parameter;
        }
        if (type == JsonObject.class) {
            return MapEvent::value;
        }
        return type == TypedNode.class ? node(payload(parameter, generic(parameter))) : value(payload(parameter, type));
    }

    private static Argument<MapEvent> identifier(MethodParameter parameter) {
        if (parameter.getParameterType() != String.class) {
            throw refusal(parameter, "a @NodeId is a String");
        }
        return MapEvent::id;
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

    private <T> Argument<MapEvent> value(Class<T> type) {
        GenosNodeReader reader = readers.of(type, operations);
        return event -> read(event, type, reader);
    }

    private <T> Argument<MapEvent> event(Class<T> type) {
        GenosNodeReader reader = readers.of(type, operations);
        return event -> new GenosEvent<>(
                event.action(), event.id(), read(event, type, reader), event.edges(), event.timestamp());
    }

    private <T> Argument<MapEvent> node(Class<T> type) {
        GenosNodeReader reader = readers.of(type, operations);
        return event -> {
            T value = read(event, type, reader);
            return value == null ? null : new TypedNode<>(event.id(), value, event.edges(), event.timestamp());
        };
    }

    private static <T> @Nullable T read(MapEvent event, Class<T> type, GenosNodeReader reader) {
        JsonObject value = event.value();
        return value == null
                ? null
                : reader.read(new TypedNode<>(event.id(), value, event.edges(), event.timestamp()), type);
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
            narrowed = readers.of(type, operations).narrow(narrowed, type);
        }
        return narrowed;
    }
}
