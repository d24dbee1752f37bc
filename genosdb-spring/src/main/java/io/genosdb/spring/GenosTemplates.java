package io.genosdb.spring;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The templates of an application's databases, for code that learns only at run time which database it works with. Other
 * code rather has the one it needs injected, by {@code @Qualifier}. Immutable.
 *
 * @since 0.1
 */
public final class GenosTemplates {

    private final Map<String, GenosOperations> templates;

    /**
     * Makes a registry.
     *
     * @param templates the templates by the name of their database; copied
     */
    public GenosTemplates(Map<String, ? extends GenosOperations> templates) {
        this.templates = Collections.unmodifiableMap(new TreeMap<>(templates));
    }

    /**
     * The template of a database.
     *
     * @param name the database's name; {@link GenosDatabases#DEFAULT_NAME} for the one that has none of its own
     * @return the template
     * @throws IllegalArgumentException if there is none with that name; the message lists those that there are
     */
    public GenosOperations get(String name) {
        GenosOperations template = templates.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no template is for a database '" + name + "'; there are " + names());
        }
        return template;
    }

    /**
     * The names of the databases.
     *
     * @return the names, sorted
     */
    public Set<String> names() {
        return templates.keySet();
    }
}
