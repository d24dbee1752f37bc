package io.genosdb.spring.boot.autoconfigure.stomp;

import io.genosdb.spring.stomp.NamedQuery;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** The queries that the application declares: by properties, and as beans. */
final class DeclaredQueries {

    private final GenosStompProperties properties;
    private final List<NamedQuery> all = new ArrayList<>();

    DeclaredQueries(GenosStompProperties properties, ObjectProvider<NamedQuery> beans) {
        this.properties = properties;
        properties.queries().forEach((name, options) -> all.add(NamedQuery.of(name, options)));
        beans.orderedStream().forEach(all::add);
    }

    List<NamedQuery> all() {
        return all;
    }

    List<NamedQuery> topics() {
        return properties.topics().stream().map(this::named).toList();
    }

    private NamedQuery named(String name) {
        return all.stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("genosdb.stomp.topics names the query '" + name
                        + "', which is not declared; declare it as genosdb.stomp.queries." + name));
    }
}
