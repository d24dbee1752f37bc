package io.genosdb.spring.listener;

import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.value.JsonObject;
import java.util.List;

/** Finds the reader for a type: one of the application's, or the converter. */
final class PayloadReaders {

    private final List<GenosPayloadReader> readers;
    private final GenosPayloadReader converting;

    PayloadReaders(List<GenosPayloadReader> readers, GenosConverter converter) {
        this.readers = readers;
        this.converting = new ConvertingReader(converter);
    }

    GenosPayloadReader forType(Class<?> type) {
        return readers.stream()
                .filter(reader -> reader.supports(type))
                .findFirst()
                .orElse(converting);
    }

    private record ConvertingReader(GenosConverter converter) implements GenosPayloadReader {

        @Override
        public boolean supports(Class<?> type) {
            return true;
        }

        @Override
        public <T> T read(TypedNode<JsonObject> node, Class<T> type, GenosOperations operations) {
            return converter.read(node.value(), type);
        }
    }
}
