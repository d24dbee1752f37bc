package io.genosdb.spring.listener;

import io.genosdb.live.Action;
import io.genosdb.live.MapEvent;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.RoomPeer;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonValue;
import java.lang.reflect.Method;
import java.util.Set;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.ResolvableType;

/** Lets a native image call the method and read the values of nodes and messages as the types of its parameters. */
final class ListenerReflectiveProcessor extends SimpleReflectiveProcessor {

    private static final Set<Class<?>> NOT_READ = Set.of(
            MapEvent.class,
            Action.class,
            String.class,
            byte[].class,
            ChannelMessage.class,
            ChannelProgress.class,
            Payload.class,
            RoomPeer.class);

    private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

    @Override
    protected void registerMethodHint(ReflectionHints hints, Method method) {
        super.registerMethodHint(hints, method);
        for (int i = 0; i < method.getParameterCount(); i++) {
            ResolvableType parameter = ResolvableType.forMethodParameter(method, i);
            Class<?> type = parameter.resolve(Object.class);
            ResolvableType value =
                    type == GenosEvent.class || type == TypedNode.class ? parameter.getGeneric() : parameter;
            Class<?> read = value.resolve(String.class);
            if (!NOT_READ.contains(read) && !JsonValue.class.isAssignableFrom(read)) {
                bindings.registerReflectionHints(hints, value.getType());
            }
        }
    }
}
