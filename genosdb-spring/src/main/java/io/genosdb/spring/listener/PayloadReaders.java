package io.genosdb.spring.listener;

import io.genosdb.spring.GenosNodeReader;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.TypedNode;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.value.JsonObject;
import java.util.List;

/** Finds the reader for a type: one of the application's, or the converter. */
final class PayloadReaders {

    private final List<GenosNodeReader> readers;
    private final GenosNodeReader converting;

    PayloadReaders(List<GenosNodeReader> readers, GenosConverter converter) {
        this.readers = readers;
        this.converting = new ConvertingReader(converter);
    }

    GenosNodeReader of(Class<?> type, GenosOperations operations) {
        return readers.stream()
                .filter(reader -> reader.supports(type, operations))
                .findFirst()
                .orElse(converting);
    }

    private record ConvertingReader(GenosConverter converter) implements GenosNodeReader {

        @Override
        public boolean supports(Class<?> type, GenosOperations operations) {
            return true;
        }

        @Override
        public <T> T read(TypedNode<JsonObject> node, Class<T> type) {
            return converter.read(node.value(), type);
        }
    }
}
