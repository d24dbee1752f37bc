package io.genosdb.spring.repository.query;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.entity.GenosEntityOperations;
import io.genosdb.value.JsonValue;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.expression.ValueEvaluationContext;
import org.springframework.data.expression.ValueEvaluationContextProvider;
import org.springframework.data.repository.query.Parameter;
import org.springframework.data.repository.query.ParametersParameterAccessor;
import org.springframework.data.repository.query.ValueExpressionDelegate;
import org.springframework.expression.ParseException;
import org.springframework.util.ClassUtils;

/** A query written in an annotation, or in the properties of named queries. */
final class AnnotatedGenosQuery extends AbstractGenosQuery {

    private final FilterTemplate template;
    private final Purpose purpose;
    private final ParameterValues values;
    private final ValueExpressionDelegate expressions;
    private final ValueEvaluationContextProvider contexts;

    AnnotatedGenosQuery(
            GenosQueryMethod method,
            String text,
            GenosEntityOperations operations,
            ParameterValues values,
            ValueExpressionDelegate expressions,
            GenosQuerySettings settings) {
        super(method, operations, settings.maxPending());
        this.values = values;
        this.expressions = expressions;
        this.contexts = expressions.createValueContextProvider(method.getParameters());
        this.purpose = purpose(method.annotation());
        if (method.isLive() && purpose != Purpose.FIND) {
            throw new InvalidQueryException("a live result is found, not counted or deleted");
        }
        checkDeleted();
        var placeholders = new Placeholders();
        this.template = FilterTemplate.parse(text, placeholders, settings.operators());
        placeholders.checkUse();
        template.bind(new Samples());
    }

    private static Purpose purpose(io.genosdb.spring.repository.@Nullable Query annotation) {
        if (annotation == null) {
            return Purpose.FIND;
        }
        int purposes = (annotation.count() ? 1 : 0) + (annotation.exists() ? 1 : 0) + (annotation.delete() ? 1 : 0);
        if (purposes > 1) {
            throw new InvalidQueryException("a query counts, tests or deletes: set one of count, exists and delete");
        }
        return annotation.count()
                ? Purpose.COUNT
                : annotation.exists() ? Purpose.EXISTS : annotation.delete() ? Purpose.DELETE : Purpose.FIND;
    }

    @Override
    Query filter(ParametersParameterAccessor accessor, Object[] arguments) {
        return template.bind(new Arguments(accessor, arguments));
    }

    @Override
    Purpose purpose() {
        return purpose;
    }

    @Override
    Sort order() {
        return Sort.unsorted();
    }

    @Override
    Limit most() {
        return Limit.unlimited();
    }

    private GenosParameters bindable() {
        return getQueryMethod().getParameters().getBindableParameters();
    }

    /** The placeholders that the method's parameters and expressions allow for. */
    private final class Placeholders implements FilterTemplate.PlaceholderSource {

        private final Set<Integer> used = new HashSet<>();
        private boolean computed;

        @Override
        public Placeholder required(String source) {
            if (source.endsWith("}")) {
                computed = true;
                return computed(source);
            }
            Placeholder found = optional(source);
            if (found == null) {
                throw new InvalidQueryException("at query: there is no parameter " + source + "; the method binds "
                        + bindable().stream().map(Parameter::toString).toList()
                        + ", counted from ?0 or named by @Param");
            }
            return found;
        }

        @Override
        public @Nullable Placeholder optional(String source) {
            for (int i = 0; i < bindable().getNumberOfParameters(); i++) {
                String name = bindable().getParameter(i).getName().orElse("");
                if (source.equals("?" + i) || source.equals(":" + name)) {
                    used.add(i);
                    return new Placeholder.Argument(source, i);
                }
            }
            return null;
        }

        private Placeholder computed(String source) {
            String text = source.startsWith("#") || source.startsWith("$") ? source : source.substring(1);
            try {
                return new Placeholder.Computed(source, expressions.parse(text));
            } catch (ParseException e) {
                throw new InvalidQueryException("at query: " + source + " is not an expression: " + e.getMessage(), e);
            }
        }

        /** A parameter that nothing uses is a slip of the pen; an expression may use any. */
        private void checkUse() {
            for (int i = 0; i < bindable().getNumberOfParameters() && !computed; i++) {
                if (!used.contains(i)) {
                    throw new InvalidQueryException("the query does not use the parameter ?" + i);
                }
            }
        }
    }

    /** The values of one call. */
    private final class Arguments implements FilterTemplate.Bindings {

        private final ParametersParameterAccessor accessor;
        private final Object[] all;
        private @Nullable ValueEvaluationContext context;

        private Arguments(ParametersParameterAccessor accessor, Object[] all) {
            this.accessor = accessor;
            this.all = all;
        }

        @Override
        public JsonValue value(Placeholder placeholder, FilterTemplate.Expected expected) {
            if (placeholder instanceof Placeholder.Argument argument) {
                return values.of(accessor.getBindableValue(argument.index()));
            }
            if (context == null) {
                context = contexts.getEvaluationContext(all);
            }
            return values.of(((Placeholder.Computed) placeholder).expression().evaluate(context));
        }
    }

    /** Values of the right kind, to find out before the first call whether the filter is one. */
    private final class Samples implements FilterTemplate.Bindings {

        private static final JsonValue TEXT = JsonValue.of("x");
        private static final JsonValue NUMBER = JsonValue.of(1);
        private static final JsonValue BOOLEAN = JsonValue.of(true);
        private static final JsonValue ARRAY = JsonValue.of(List.of(1, 2));

        @Override
        public JsonValue value(Placeholder placeholder, FilterTemplate.Expected expected) {
            JsonValue sample = placeholder instanceof Placeholder.Argument argument
                    ? sample(bindable().getParameter(argument.index()).getType())
                    : null;
            return sample != null
                    ? sample
                    : switch (expected) {
                        case ANY, TEXT -> TEXT;
                        case ARRAY -> ARRAY;
                        case BOOLEAN -> BOOLEAN;
                    };
        }

        /** Null where only the converter could tell. */
        private static @Nullable JsonValue sample(Class<?> declared) {
            Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(declared);
            if (CharSequence.class.isAssignableFrom(type)) {
                return TEXT;
            }
            if (Number.class.isAssignableFrom(type)) {
                return NUMBER;
            }
            if (type == Boolean.class) {
                return BOOLEAN;
            }
            if (Collection.class.isAssignableFrom(type) || (type.isArray() && type != byte[].class)) {
                return ARRAY;
            }
            return Map.class.isAssignableFrom(type) ? JsonValue.of(Map.of()) : null;
        }
    }
}
