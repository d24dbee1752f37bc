package io.genosdb.spring.repository.query;

import io.genosdb.live.MapEvent;
import io.genosdb.live.MapListener;
import io.genosdb.live.Subscription;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.GenosEventListener;
import io.genosdb.spring.repository.Query;
import io.genosdb.spring.repository.query.GenosParameters.GenosParameter;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.QueryMethod;

/**
 * A query method of a repository of nodes: what Spring Data knows of it, its {@link Query} and whether its result is live.
 *
 * @since 0.1
 */
public final class GenosQueryMethod extends QueryMethod {

    private static final String FLUX = "reactor.core.publisher.Flux";

    private final Method method;
    private final @Nullable Query annotation;

    /**
     * Reads a method.
     *
     * @param method the method
     * @param metadata its repository
     * @param factory makes projections
     * @throws InvalidQueryException if its result cannot be live in the way it says
     */
    public GenosQueryMethod(Method method, RepositoryMetadata metadata, ProjectionFactory factory) {
        super(method, metadata, factory, GenosParameters::new);
        this.method = method;
        this.annotation = AnnotatedElementUtils.findMergedAnnotation(method, Query.class);
        if (isLive()) {
            checkLive();
        } else if (!getParameters().listeners().isEmpty()) {
            throw new InvalidQueryException("a method with a listener returns a Subscription");
        }
    }

    @Override
    public GenosParameters getParameters() {
        return (GenosParameters) super.getParameters();
    }

    /** The annotation, also where an annotation of the application carries it. */
    @Nullable
    Query annotation() {
        return annotation;
    }

    Method method() {
        return method;
    }

    Class<?> returnType() {
        return method.getReturnType();
    }

    Class<?> domainType() {
        return getDomainClass();
    }

    /** Whether the method follows its result, to a listener or as a Flux. */
    boolean isLive() {
        return Subscription.class.isAssignableFrom(returnType()) || isFlux();
    }

    boolean isFlux() {
        return returnType().getName().equals(FLUX);
    }

    /** Whether a Flux gives events with entities, not those of nodes. */
    boolean isTypedFlux() {
        return eventType().resolve() == GenosEvent.class;
    }

    private ResolvableType eventType() {
        return ResolvableType.forMethodReturnType(method).getGeneric(0);
    }

    private void checkFlux() {
        if (eventType().resolve() != MapEvent.class && !isTypedFlux()) {
            throw new InvalidQueryException(
                    "a Flux gives the events of a live result: Flux<MapEvent> or Flux<GenosEvent<"
                            + domainType().getSimpleName() + ">>; a result alone is a List or a Stream");
        }
        if (isTypedFlux()) {
            checkElement(eventType().getGeneric(0).resolve());
        }
    }

    private void checkLive() {
        List<GenosParameter> listeners = getParameters().listeners();
        if (listeners.size() != (isFlux() ? 0 : 1)) {
            throw new InvalidQueryException("a live result goes to a listener: a Subscription needs exactly one "
                    + MapListener.class.getSimpleName() + " or " + GenosEventListener.class.getSimpleName()
                    + " among the parameters, a Flux none");
        }
        if (getParameters().hasPageableParameter() || getParameters().hasScrollPositionParameter()) {
            throw new InvalidQueryException("a live result has no pages; use Limit and Sort");
        }
        if (isFlux()) {
            checkFlux();
        }
        for (GenosParameter listener : listeners) {
            Class<?> type = ResolvableType.forMethodParameter(listener.methodParameter())
                    .as(GenosEventListener.class)
                    .getGeneric(0)
                    .resolve();
            checkElement(type);
        }
    }

    private void checkElement(@Nullable Class<?> type) {
        if (type != null && type != Object.class && !type.isAssignableFrom(domainType())) {
            throw new InvalidQueryException("the events of a live result have entities of type "
                    + domainType().getSimpleName() + ", not " + type.getSimpleName());
        }
    }
}
