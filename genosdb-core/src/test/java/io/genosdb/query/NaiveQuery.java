package io.genosdb.query;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;
import io.genosdb.graph.Node;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the documentation says, in the most direct way: plain Java data, one loop for each sentence, no thought of speed.
 * The model that the engine is compared with.
 */
final class NaiveQuery {

    /** Stands for a field that is not there. */
    private static final Object MISSING = new Object();

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Node, Map<String, Object>> values = new HashMap<>();

    NaiveQuery(List<Node> nodesByArrival) {
        for (Node node : nodesByArrival) {
            nodes.put(node.id(), node);
            values.put(node, new HashMap<>(node.value().toJava()));
        }
    }

    /** The identifiers found, or null where a cursor is missing and that is an error. */
    List<String> run(Map<String, Object> options) {
        List<Node> found = new ArrayList<>();
        Map<String, Object> filter = object(options.getOrDefault("query", Map.of()));
        Map<String, Object> local = new HashMap<>(filter);
        Object edge = local.remove("$edge");
        for (Node node : nodes.values()) {
            if (meets(node, local)) {
                found.add(node);
            }
        }
        if (edge != null) {
            Set<Node> reached = new LinkedHashSet<>();
            found.forEach(start -> reached.addAll(descendants(start)));
            found = new ArrayList<>(reached);
            found.removeIf(node -> !meets(node, object(edge)));
            found.sort(Comparator.comparingLong(node -> node.vertex().arrival()));
        }
        List<?> fields = oneOrAll(options.get("field"));
        List<?> orders = oneOrAll(options.get("order"));
        for (int i = fields.size() - 1; i >= 0; i--) {
            sort(
                    found,
                    (String) fields.get(i),
                    i < orders.size() && orders.get(i).equals("desc"));
        }
        return window(found.stream().map(Node::id).toList(), options);
    }

    private static List<String> window(List<String> ids, Map<String, Object> options) {
        int from = 0;
        int to = ids.size();
        boolean empty = "empty".equals(options.get("missingCursor"));
        if (options.get("$after") instanceof String after) {
            if (!ids.contains(after)) {
                return empty ? List.of() : null;
            }
            from = ids.indexOf(after) + 1;
        }
        if (options.get("$before") instanceof String before) {
            if (!ids.contains(before)) {
                return empty ? List.of() : null;
            }
            to = ids.indexOf(before);
        }
        if (options.get("$limit") instanceof Number limit) {
            to = Math.min(to, from + limit.intValue());
        }
        return from >= to ? List.of() : ids.subList(from, to);
    }

    private static List<?> oneOrAll(Object option) {
        return option instanceof List<?> list ? list : option == null ? List.of() : List.of(option);
    }

    /** Stable: what was sorted by before decides among equals. */
    private void sort(List<Node> found, String field, boolean descending) {
        Comparator<Node> order = (left, right) -> {
            if (field.equals("timestamp")
                    && !values.get(left).containsKey("timestamp")
                    && !values.get(right).containsKey("timestamp")) {
                return left.timestamp().compareTo(right.timestamp());
            }
            return compareForSort(read(left, field), read(right, field));
        };
        found.sort(descending ? order.reversed() : order);
    }

    private static int compareForSort(Object left, Object right) {
        int byType = Integer.compare(rank(left), rank(right));
        if (byType != 0) {
            return byType;
        }
        if (left instanceof Boolean bool) {
            return bool.compareTo((Boolean) right);
        }
        if (left instanceof Number number) {
            return Double.compare(number.doubleValue(), ((Number) right).doubleValue());
        }
        return left instanceof String string
                ? Collator.getInstance(ULocale.ROOT).compare(string, (String) right)
                : 0;
    }

    private static int rank(Object value) {
        if (value == MISSING) {
            return 0;
        }
        if (value == null) {
            return 1;
        }
        if (value instanceof Boolean) {
            return 2;
        }
        if (value instanceof Number) {
            return 3;
        }
        return value instanceof String ? 4 : 5;
    }

    private Set<Node> descendants(Node start) {
        var reached = new LinkedHashSet<Node>();
        var work = new ArrayDeque<Node>(List.of(start));
        while (!work.isEmpty()) {
            for (String target : work.remove().edges()) {
                Node node = nodes.get(target);
                if (node != null && reached.add(node)) {
                    work.add(node);
                }
            }
        }
        if (!start.edges().contains(start.id())) {
            reached.remove(start);
        }
        return reached;
    }

    private boolean meets(Node node, Map<String, Object> filter) {
        for (var condition : filter.entrySet()) {
            Object operand = condition.getValue();
            boolean met = switch (condition.getKey()) {
                case "$and" -> list(operand).stream().allMatch(part -> meets(node, object(part)));
                case "$or" -> list(operand).stream().anyMatch(part -> meets(node, object(part)));
                case "$not" -> !meets(node, object(operand));
                case "$edge" -> descendants(node).stream().anyMatch(other -> meets(other, object(operand)));
                default -> passes(read(node, condition.getKey()), operand);
            };
            if (!met) {
                return false;
            }
        }
        return true;
    }

    private Object read(Node node, String path) {
        Map<String, Object> value = values.get(node);
        if (value.containsKey(path)) {
            return value.get(path);
        }
        String[] steps = path.split("\\.", -1);
        if (!value.containsKey(steps[0])) {
            return switch (path) {
                case "id" -> node.id();
                case "timestamp", "timestamp.physical" -> node.timestamp().physical();
                case "timestamp.logical" -> (long) node.timestamp().logical();
                default -> MISSING;
            };
        }
        Object at = value;
        for (String step : steps) {
            if (at instanceof Map<?, ?> map) {
                at = map.containsKey(step) ? map.get(step) : MISSING;
            } else if (at instanceof List<?> list && step.matches("0|[1-9][0-9]{0,8}")) {
                int index = Integer.parseInt(step);
                at = index < list.size() ? list.get(index) : MISSING;
            } else {
                return MISSING;
            }
        }
        return at;
    }

    private boolean passes(Object value, Object expression) {
        if (expression instanceof Map<?, ?> map
                && !map.isEmpty()
                && map.keySet().stream().allMatch(name -> ((String) name).startsWith("$"))) {
            return object(expression).entrySet().stream()
                    .allMatch(operator -> passes(value, operator.getKey(), operator.getValue()));
        }
        return equal(value, expression) || (isScalar(expression) && isMember(expression, value));
    }

    private boolean passes(Object value, String operator, Object operand) {
        return switch (operator) {
            case "$eq" -> equal(value, operand);
            case "$ne" -> !equal(value, operand);
            case "$gt" -> compare(value, operand, order -> order > 0);
            case "$gte" -> compare(value, operand, order -> order >= 0);
            case "$lt" -> compare(value, operand, order -> order < 0);
            case "$lte" -> compare(value, operand, order -> order <= 0);
            case "$between" ->
                compare(value, list(operand).get(0), order -> order >= 0)
                        && compare(value, list(operand).get(1), order -> order <= 0);
            case "$in" ->
                list(operand).stream()
                        .anyMatch(choice -> equal(value, choice) || (isScalar(choice) && isMember(choice, value)));
            case "$exists" -> (value != MISSING) == (Boolean) operand;
            case "$startsWith" -> value instanceof String string && string.startsWith((String) operand);
            case "$endsWith" -> value instanceof String string && string.endsWith((String) operand);
            case "$contains" ->
                isMember(operand, value)
                        || (value instanceof String string && operand instanceof String part && string.contains(part));
            case "$text" -> texts(value).stream().anyMatch(text -> fold(text).contains(fold((String) operand)));
            case "$like" ->
                value instanceof String string
                        && like((String) operand).matcher(string).matches();
            case "$regex" ->
                value instanceof String string
                        && regex((String) operand).matcher(string).find();
            case "$not" -> !passes(value, operand);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static boolean equal(Object left, Object right) {
        if (left instanceof Number number && right instanceof Number other) {
            return number.doubleValue() == other.doubleValue();
        }
        if (left instanceof List<?> list && right instanceof List<?> other) {
            if (list.size() != other.size()) {
                return false;
            }
            for (int i = 0; i < list.size(); i++) {
                if (!equal(list.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(name -> equal(map.get(name), other.get(name)));
        }
        return Objects.equals(left, right);
    }

    private static boolean isScalar(Object value) {
        return !(value instanceof List) && !(value instanceof Map);
    }

    private static boolean isMember(Object member, Object value) {
        return value instanceof List<?> list && list.stream().anyMatch(other -> equal(other, member));
    }

    private static boolean compare(Object value, Object bound, java.util.function.IntPredicate wanted) {
        if (value instanceof Number number && bound instanceof Number other) {
            return wanted.test(Double.compare(number.doubleValue(), other.doubleValue()));
        }
        return value instanceof String string && bound instanceof String other && wanted.test(string.compareTo(other));
    }

    private static List<String> texts(Object value) {
        if (value instanceof String string) {
            return List.of(string);
        }
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static String fold(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\p{Mn}\\p{Me}\\p{P}\\p{Sk}\\p{Cf}]", "")
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
        return Normalizer.normalize(plain, Normalizer.Form.NFC);
    }

    private static Pattern like(String pattern) {
        var regex = new StringBuilder();
        pattern.codePoints()
                .forEach(c -> regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    @SuppressWarnings("unchecked") // the generator makes such maps only
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Object value) {
        return (List<?>) value;
    }
}
