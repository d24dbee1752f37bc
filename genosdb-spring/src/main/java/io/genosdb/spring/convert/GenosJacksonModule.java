package io.genosdb.spring.convert;

import io.genosdb.clock.HybridTimestamp;
import io.genosdb.graph.Node;
import io.genosdb.value.InvalidValueException;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Teaches Jackson the types of the database: {@link JsonValue}, {@link JsonObject} and {@link HybridTimestamp} both ways,
 * {@link Node} as output.
 *
 * <p>A node becomes {@code {"id", "value", "edges", "timestamp"}}. A timestamp becomes text of 16 hexadecimal digits,
 * whose order is that of the timestamps: as a number it would lose digits in a browser.
 *
 * @since 0.1
 */
public final class GenosJacksonModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** Makes the module. */
    public GenosJacksonModule() {
        super("genosdb");
        addSerializer(JsonValue.class, new ValueSerializer());
        addSerializer(Node.class, new NodeSerializer());
        addSerializer(HybridTimestamp.class, new TimestampSerializer());
        addDeserializer(JsonValue.class, new ValueDeserializer());
        addDeserializer(JsonObject.class, new ObjectDeserializer());
        addDeserializer(HybridTimestamp.class, new TimestampDeserializer());
    }

    private static final class ValueSerializer extends StdSerializer<JsonValue> {

        private ValueSerializer() {
            super(JsonValue.class);
        }

        @Override
        public void serialize(JsonValue value, JsonGenerator out, SerializationContext context) {
            JsonValues.write(value, out);
        }
    }

    private static final class NodeSerializer extends StdSerializer<Node> {

        private NodeSerializer() {
            super(Node.class);
        }

        @Override
        public void serialize(Node node, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("id", node.id());
            out.writeName("value");
            JsonValues.write(node.value(), out);
            out.writeName("edges");
            out.writeStartArray();
            node.edges().forEach(out::writeString);
            out.writeEndArray();
            out.writeName("timestamp");
            context.writeValue(out, node.timestamp());
            out.writeEndObject();
        }
    }

    private static final class TimestampSerializer extends StdSerializer<HybridTimestamp> {

        private TimestampSerializer() {
            super(HybridTimestamp.class);
        }

        @Override
        public void serialize(HybridTimestamp timestamp, JsonGenerator out, SerializationContext context) {
            out.writeString(timestamp.toHex());
        }
    }

    private static final class ValueDeserializer extends StdDeserializer<JsonValue> {

        private ValueDeserializer() {
            super(JsonValue.class);
        }

        @Override
        public JsonValue deserialize(JsonParser in, DeserializationContext context) {
            return readValue(in, context);
        }
    }

    private static final class ObjectDeserializer extends StdDeserializer<JsonObject> {

        private ObjectDeserializer() {
            super(JsonObject.class);
        }

        @Override
        public JsonObject deserialize(JsonParser in, DeserializationContext context) {
            return readValue(in, context) instanceof JsonObject object
                    ? object
                    : context.reportInputMismatch(this, "a JSON object is expected here");
        }
    }

    private static final class TimestampDeserializer extends StdDeserializer<HybridTimestamp> {

        private TimestampDeserializer() {
            super(HybridTimestamp.class);
        }

        @Override
        public HybridTimestamp deserialize(JsonParser in, DeserializationContext context) {
            try {
                return HybridTimestamp.parseHex(String.valueOf(in.getString()));
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(this, e.getMessage());
            }
        }
    }

    private static JsonValue readValue(JsonParser in, DeserializationContext context) {
        try {
            return JsonValues.read(in);
        } catch (InvalidValueException e) {
            return context.reportInputMismatch(JsonValue.class, e.getMessage());
        }
    }
}
