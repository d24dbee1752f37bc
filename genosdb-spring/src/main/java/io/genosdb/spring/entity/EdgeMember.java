package io.genosdb.spring.entity;

import io.genosdb.spring.mapping.GenosPersistentProperty;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The member of a value that names the targets of an edge: an identifier, or an array of them. */
final class EdgeMember {

    private EdgeMember() {}

    static JsonValue of(GenosPersistentProperty property, List<String> ids) {
        if (property.isCollectionLike()) {
            return JsonArray.of(ids.stream().map(JsonString::new).toList());
        }
        return ids.isEmpty() ? JsonNull.NULL : new JsonString(ids.get(0));
    }

    /** The identifiers in a member, whoever wrote it; what is no identifier is passed over. */
    static List<String> ids(@Nullable JsonValue member) {
        if (member instanceof JsonString id) {
            return List.of(id.value());
        }
        if (member instanceof JsonArray array) {
            return array.stream()
                    .filter(JsonString.class::isInstance)
                    .map(id -> ((JsonString) id).value())
                    .toList();
        }
        return List.of();
    }
}
