package io.genosdb.spring.listener;

import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.RoomPeer;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.value.JsonValue;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;

/** A method with {@link GenosChannelListener} that hears of messages. */
final class ChannelListenerMethod extends BeanMethod<ChannelMessage> {

    private final PayloadConversion conversion;

    /**
     * Reads the signature.
     *
     * @throws IllegalArgumentException if it is no listener's; the message says why
     */
    ChannelListenerMethod(Object bean, String beanName, Method method, GenosConverter converter) {
        super(GenosChannelListener.class, bean, beanName, method);
        this.conversion = new PayloadConversion(converter);
        resolve(this::argument);
    }

    /** Whether the method hears of progress in place of messages. */
    static boolean hearsProgress(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(ChannelProgress.class);
    }

    private Argument<ChannelMessage> argument(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        if (parameter.hasParameterAnnotation(MessageMetadata.class)) {
            return metadata(parameter);
        }
        if (type == ChannelMessage.class) {
            return message -> message;
        }
        if (type == RoomPeer.class) {
            return ChannelMessage::peer;
        }
        if (type == Payload.class) {
            return ChannelMessage::payload;
        }
        if (Payload.class.isAssignableFrom(type)) {
            throw refusal(parameter, "take a Payload, which may be of each kind");
        }
        return payload(parameter);
    }

    private Argument<ChannelMessage> payload(MethodParameter parameter) {
        ResolvableType type = ResolvableType.forMethodParameter(parameter);
        boolean isNullable = isNullable(parameter);
        return message -> {
            Object value = conversion.read(message.payload(), type);
            return isNullable ? value : conversion.required(value, "a payload", type);
        };
    }

    private Argument<ChannelMessage> metadata(MethodParameter parameter) {
        ResolvableType type = ResolvableType.forMethodParameter(parameter);
        boolean isNullable = isNullable(parameter);
        return message -> {
            JsonValue metadata = message.metadata();
            Object value = metadata == null ? null : conversion.read(metadata, type);
            return isNullable ? value : conversion.required(value, "metadata", type);
        };
    }

    private static boolean isNullable(MethodParameter parameter) {
        return Nullness.forMethodParameter(parameter) == Nullness.NULLABLE;
    }

    /** A method that hears of progress. */
    static final class OfProgress extends BeanMethod<ChannelProgress> {

        private final PayloadConversion conversion;

        OfProgress(Object bean, String beanName, Method method, GenosConverter converter) {
            super(GenosChannelListener.class, bean, beanName, method);
            this.conversion = new PayloadConversion(converter);
            resolve(this::argument);
        }

        private Argument<ChannelProgress> argument(MethodParameter parameter) {
            if (parameter.getParameterType() == ChannelProgress.class) {
                return progress -> progress;
            }
            if (!parameter.hasParameterAnnotation(MessageMetadata.class)) {
                throw refusal(
                        parameter,
                        "beside a ChannelProgress there is only @MessageMetadata; give messages a method of their own");
            }
            ResolvableType type = ResolvableType.forMethodParameter(parameter);
            boolean isNullable = isNullable(parameter);
            return progress -> {
                JsonValue metadata = progress.metadata();
                @Nullable Object value = metadata == null ? null : conversion.read(metadata, type);
                return isNullable ? value : conversion.required(value, "metadata", type);
            };
        }
    }
}
