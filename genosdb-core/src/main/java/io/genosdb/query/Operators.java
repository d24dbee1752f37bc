package io.genosdb.query;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The field operators that a query may use: the standard ones and those that an extension adds. Immutable.
 *
 * @since 0.1
 */
public final class Operators {

    private static final Pattern NAME = Pattern.compile("\\$[a-zA-Z][a-zA-Z0-9]{0,62}");
    private static final Set<String> RESERVED = Set.of("$and", "$or", "$not", "$edge", "$limit", "$after", "$before");
    private static final Operators STANDARD = new Operators(StandardOperator.all());

    private final Map<String, Operator> byName;

    private Operators(Map<String, Operator> byName) {
        this.byName = byName;
    }

    /**
     * The operators of {@code docs/query-language.md}.
     *
     * @return the standard operators
     */
    public static Operators standard() {
        return STANDARD;
    }

    /**
     * These operators and one more.
     *
     * @param operator the operator
     * @return a new registry
     * @throws IllegalArgumentException if the name is not a dollar sign and up to 63 letters or digits, or is taken
     */
    public Operators with(Operator operator) {
        String name = operator.name();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an operator's name is a dollar sign and up to 63 letters or digits, not '" + name + "'");
        }
        if (RESERVED.contains(name) || byName.containsKey(name)) {
            throw new IllegalArgumentException("the operator " + name + " exists");
        }
        var more = new LinkedHashMap<>(byName);
        more.put(name, operator);
        return new Operators(Map.copyOf(more));
    }

    /**
     * The names of all operators.
     *
     * @return a new sorted set
     */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    @Nullable
    Operator get(String name) {
        return byName.get(name);
    }
}
