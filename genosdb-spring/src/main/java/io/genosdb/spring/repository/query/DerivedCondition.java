package io.genosdb.spring.repository.query;

import static io.genosdb.query.Criteria.not;
import static io.genosdb.query.Criteria.where;

import io.genosdb.graph.Node;
import io.genosdb.query.Criteria;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.GenosOperations;
import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonNull;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Range;
import org.springframework.data.repository.query.parser.Part;
import org.springframework.data.repository.query.parser.Part.IgnoreCaseType;
import org.springframework.util.ClassUtils;

/**
 * One condition of a method's name: property, keyword and the parameters that it takes. Checked when it is made, bound for
 * each call.
 */
final class DerivedCondition {

    /** The most targets that a condition behind an edge may have: what {@code $in} takes. */
    static final int MOST_TARGETS = 10_000;

    private final String name;
    private final Part.Type keyword;
    private final MappedPath path;
    private final boolean ignoreCase;
    private final boolean takesExistence;
    private final ParameterValues values;

    /**
     * Makes a condition.
     *
     * @param takesExistence whether {@code Exists} takes a parameter that says what is expected
     * @throws InvalidQueryException if the query language has no such condition
     */
    DerivedCondition(Part part, MappedPath path, boolean takesExistence, ParameterValues values) {
        this.name = part.getProperty().toDotPath();
        this.keyword = part.getType();
        this.path = path;
        this.takesExistence = takesExistence;
        this.values = values;
        this.ignoreCase = ignoresCase(part);
        check();
    }

    private MappedPath leaf() {
        MappedPath at = path;
        while (at.crossing() != null) {
            at = at.crossing().rest();
        }
        return at;
    }

    boolean crossesEdge() {
        return path.crossing() != null;
    }

    /**
     * How many parameters the condition takes.
     *
     * @param next the types of those that are left
     */
    int parameters(List<Class<?>> next) {
        return switch (keyword) {
            case EXISTS -> takesExistence ? 1 : 0;
            case BETWEEN -> !next.isEmpty() && Range.class.isAssignableFrom(next.get(0)) ? 1 : 2;
            default -> keyword.getNumberOfArguments();
        };
    }

    private boolean ignoresCase(Part part) {
        boolean text = !leaf().isCollection()
                && !leaf().property().isMap()
                && leaf().property().getActualType() == String.class;
        boolean possible = text
                && switch (keyword) {
                    case SIMPLE_PROPERTY,
                            NEGATING_SIMPLE_PROPERTY,
                            IN,
                            NOT_IN,
                            LIKE,
                            NOT_LIKE,
                            STARTING_WITH,
                            ENDING_WITH,
                            REGEX,
                            CONTAINING,
                            NOT_CONTAINING -> true;
                    default -> false;
                };
        if (part.shouldIgnoreCase() == IgnoreCaseType.ALWAYS && !possible) {
            throw refusal("IgnoreCase", "case is ignored in whole texts and in parts of them only");
        }
        return possible && part.shouldIgnoreCase() != IgnoreCaseType.NEVER;
    }

    private void check() {
        MappedPath leaf = leaf();
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(leaf.property().getType());
        boolean several = leaf.isCollection() || leaf.property().isMap();
        if (leaf.property().isVersionProperty()) {
            throw refusal(keyword.name(), "a version can be sorted by, but not compared");
        }
        switch (keyword) {
            case NEAR, WITHIN -> throw refusal(keyword.name(), "the query language has no such condition");
            case LESS_THAN, LESS_THAN_EQUAL, GREATER_THAN, GREATER_THAN_EQUAL, BETWEEN, BEFORE, AFTER -> {
                if (several
                        || type == Boolean.class
                        || leaf.property().isEdge()
                        || leaf.property().isEntity()) {
                    throw refusal(keyword.name(), "only numbers and texts have an order");
                }
                refuseUnordered(type);
            }
            case LIKE, NOT_LIKE, STARTING_WITH, ENDING_WITH, REGEX -> {
                if (several || type == Boolean.class || Number.class.isAssignableFrom(type)) {
                    throw refusal(keyword.name(), "it looks into texts, and the property is none");
                }
            }
            case TRUE, FALSE -> {
                if (type != Boolean.class) {
                    throw refusal(keyword.name(), "the property is not a boolean");
                }
            }
            case CONTAINING, NOT_CONTAINING -> {
                if (type == Boolean.class
                        || Number.class.isAssignableFrom(type)
                        || leaf.property().isMap()) {
                    throw refusal(keyword.name(), "it looks into texts and lists, and the property is neither");
                }
            }
            case IS_EMPTY, IS_NOT_EMPTY -> {
                if (!several && type != String.class) {
                    throw refusal(keyword.name(), "only texts, lists and maps can be empty");
                }
            }
            default -> {}
        }
    }

    private void refuseUnordered(Class<?> type) {
        Object sample = UnorderedTypes.sample(type);
        if (sample != null && values.of(sample) instanceof JsonString) {
            throw refusal(
                    keyword.name(),
                    type.getSimpleName() + " is stored as text whose order is not that of its values;"
                            + " use an Instant or a number");
        }
    }

    private InvalidQueryException refusal(String what, String reason) {
        return new InvalidQueryException("at " + name + ": " + what + " is not possible: " + reason);
    }

    /** The condition with the values of its parameters. */
    Criteria bind(Iterator<@Nullable Object> arguments, GenosOperations operations) {
        Criteria condition = bindLeaf(leaf(), arguments);
        return across(path, condition, operations);
    }

    /** What the edges on the way lead to is looked up first, from the farthest to the nearest. */
    private Criteria across(MappedPath at, Criteria condition, GenosOperations operations) {
        MappedPath.Crossing crossing = at.crossing();
        if (crossing == null) {
            return condition;
        }
        Criteria atTarget = across(crossing.rest(), condition, operations);
        Query targets = Criteria.where(io.genosdb.spring.mapping.GenosMappingContext.TYPE_FIELD)
                .is(crossing.target().getNodeType())
                .and(atTarget)
                .limit(MOST_TARGETS + 1);
        List<Node> nodes = operations.map(targets);
        if (nodes.size() > MOST_TARGETS) {
            throw new InvalidQueryException("at " + name + ": more than " + MOST_TARGETS + " nodes of type '"
                    + crossing.target().getNodeType()
                    + "' meet the condition behind the edge; ask for fewer of them, or"
                    + " the other way round");
        }
        return where(at.field()).in(nodes.stream().map(Node::id).toList());
    }

    private Criteria bindLeaf(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        String field = leaf.field();
        return switch (keyword) {
            case SIMPLE_PROPERTY -> equal(leaf, arguments.next());
            case NEGATING_SIMPLE_PROPERTY -> unequal(leaf, arguments.next());
            case IN -> in(leaf, arguments.next());
            case NOT_IN -> not(in(leaf, arguments.next()));
            case LESS_THAN, BEFORE -> where(field).lt(required(leaf, arguments));
            case LESS_THAN_EQUAL -> where(field).lte(required(leaf, arguments));
            case GREATER_THAN, AFTER -> where(field).gt(required(leaf, arguments));
            case GREATER_THAN_EQUAL -> where(field).gte(required(leaf, arguments));
            case BETWEEN -> between(leaf, arguments);
            case LIKE -> where(field).like(text(leaf, arguments));
            case NOT_LIKE -> not(where(field).like(text(leaf, arguments)));
            case REGEX -> where(field).regex(expression(leaf, arguments));
            case STARTING_WITH ->
                ignoreCase
                        ? ignoringCase(field, TextMatch.Part.literal(text(leaf, arguments)), TextMatch.ANY)
                        : where(field).startsWith(text(leaf, arguments));
            case ENDING_WITH ->
                ignoreCase
                        ? ignoringCase(field, TextMatch.ANY, TextMatch.Part.literal(text(leaf, arguments)))
                        : where(field).endsWith(text(leaf, arguments));
            case CONTAINING -> containing(leaf, arguments);
            case NOT_CONTAINING -> not(containing(leaf, arguments));
            case IS_NULL -> isNull(field);
            case IS_NOT_NULL -> isNotNull(field);
            case IS_EMPTY -> empty(leaf);
            case IS_NOT_EMPTY -> not(empty(leaf));
            case TRUE -> where(field).eq(true);
            case FALSE -> where(field).eq(false);
            case EXISTS -> where(field).exists(!takesExistence || Boolean.TRUE.equals(arguments.next()));
            default -> throw refusal(keyword.name(), "the query language has no such condition");
        };
    }

    private JsonValue json(MappedPath leaf, @Nullable Object argument) {
        return leaf.identified() == null || (argument != null && ParameterValues.isSeveral(argument))
                ? values.of(argument)
                : values.identifier(argument, leaf.identified());
    }

    private Criteria equal(MappedPath leaf, @Nullable Object argument) {
        if (argument == null) {
            return isNull(leaf.field());
        }
        JsonValue value = json(leaf, argument);
        if (ignoreCase && value instanceof JsonString text) {
            return ignoringCase(leaf.field(), TextMatch.Part.literal(text.value()));
        }
        // The literal form finds members of lists too, and only that one uses an index for it.
        return value instanceof JsonObject && leaf.isCollection()
                ? where(leaf.field()).contains(value)
                : leaf.isCollection()
                        ? where(leaf.field()).is(value)
                        : where(leaf.field()).eq(value);
    }

    private Criteria unequal(MappedPath leaf, @Nullable Object argument) {
        return argument == null ? isNotNull(leaf.field()) : not(equal(leaf, argument));
    }

    private Criteria in(MappedPath leaf, @Nullable Object argument) {
        if (argument == null) {
            throw missing();
        }
        var choices = new ArrayList<JsonValue>();
        ParameterValues.several(argument).forEach(choice -> choices.add(json(leaf, choice)));
        var alternatives = new ArrayList<Criteria>();
        if (choices.removeIf(choice -> choice == JsonNull.NULL)) {
            alternatives.add(isNull(leaf.field()));
        }
        if (ignoreCase) {
            choices.forEach(
                    choice -> alternatives.add(ignoringCase(leaf.field(), TextMatch.Part.literal(text(choice)))));
        } else if (alternatives.isEmpty() || !choices.isEmpty()) {
            alternatives.add(where(leaf.field()).in(choices));
        }
        return alternatives.size() == 1 ? alternatives.get(0) : Criteria.anyOf(alternatives.toArray(Criteria[]::new));
    }

    private Criteria between(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        Object first = arguments.next();
        if (first instanceof Range<?> range) {
            Criteria both = Criteria.all();
            if (range.getLowerBound().isBounded()) {
                JsonValue low = json(leaf, range.getLowerBound().getValue().orElseThrow());
                Criteria field = both.and(leaf.field());
                both = range.getLowerBound().isInclusive() ? field.gte(low) : field.gt(low);
            }
            if (range.getUpperBound().isBounded()) {
                JsonValue high = json(leaf, range.getUpperBound().getValue().orElseThrow());
                Criteria field = both.and(leaf.field());
                both = range.getUpperBound().isInclusive() ? field.lte(high) : field.lt(high);
            }
            return both;
        }
        Object second = arguments.next();
        if (first == null || second == null) {
            throw missing();
        }
        return where(leaf.field()).between(json(leaf, first), json(leaf, second));
    }

    private Criteria containing(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        Object argument = arguments.next();
        if (argument == null) {
            throw missing();
        }
        if (leaf.isCollection()) {
            return equal(leaf, argument);
        }
        String part = text(json(leaf, argument));
        return ignoreCase
                ? ignoringCase(leaf.field(), TextMatch.ANY, TextMatch.Part.literal(part), TextMatch.ANY)
                : where(leaf.field()).contains(part);
    }

    private static Criteria ignoringCase(String field, TextMatch.Part... parts) {
        TextMatch match = TextMatch.of(parts);
        return where(field).operator(match.operator(), match.operand());
    }

    static Criteria isNull(String field) {
        return Criteria.anyOf(where(field).exists(false), where(field).eq(null));
    }

    private static Criteria isNotNull(String field) {
        return where(field).exists(true).ne(null);
    }

    private static Criteria empty(MappedPath leaf) {
        JsonValue nothing = leaf.property().isMap()
                ? JsonObject.of(Map.of())
                : leaf.isCollection() ? JsonArray.of(List.of()) : new JsonString("");
        return isNull(leaf.field()).or(where(leaf.field()).eq(nothing));
    }

    private JsonValue required(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        Object argument = arguments.next();
        if (argument == null) {
            throw missing();
        }
        return json(leaf, argument);
    }

    private String text(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        return text(required(leaf, arguments));
    }

    private String text(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.value();
        }
        throw new InvalidQueryException("at " + name + ": the parameter has to be a text for " + keyword);
    }

    private String expression(MappedPath leaf, Iterator<@Nullable Object> arguments) {
        Object argument = arguments.next();
        if (argument instanceof Pattern pattern) {
            if ((pattern.flags() & ~Pattern.CASE_INSENSITIVE & ~Pattern.UNICODE_CASE) != 0) {
                throw new InvalidQueryException("at " + name
                        + ": of the flags of a Pattern only those about case are known; write others as (?s)");
            }
            return pattern.pattern();
        }
        if (argument == null) {
            throw missing();
        }
        return text(json(leaf, argument));
    }

    private InvalidQueryException missing() {
        return new InvalidQueryException(
                "at " + name + ": the parameter is null, which nothing compares to; use IsNull or IsNotNull");
    }
}
