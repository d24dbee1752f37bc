package io.genosdb.spring.boot.autoconfigure.stomp;

import io.genosdb.spring.stomp.NamedQuery;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The queries that the application declares: by properties, and as beans. */
final class DeclaredQueries {

    private final GenosStompProperties properties;
    private final List<NamedQuery> all = new ArrayList<>();

    DeclaredQueries(GenosStompProperties properties, ObjectProvider<NamedQuery> beans) {
        this.properties = properties;
        properties.queries().forEach((name, options) -> all.add(query(name, options)));
        beans.orderedStream().forEach(all::add);
    }

    private static NamedQuery query(String name, String options) {
        try {
            return NamedQuery.of(name, options);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "genosdb.stomp.queries." + name, options, String.valueOf(e.getMessage()));
        }
    }

    List<NamedQuery> all() {
        return all;
    }

    List<NamedQuery> topics() {
        return properties.topics().stream().map(this::named).toList();
    }

    private NamedQuery named(String name) {
        NamedQuery query = all.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidConfigurationPropertyValueException(
                        "genosdb.stomp.topics",
                        name,
                        "No such query is declared; declare it as genosdb.stomp.queries." + name + "."));
        if (!query.parameters().isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    "genosdb.stomp.topics", name, "To a topic nobody gives its parameters " + query.parameters() + ".");
        }
        return query;
    }
}
