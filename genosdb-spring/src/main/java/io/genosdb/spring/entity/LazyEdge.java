package io.genosdb.spring.entity;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;

/** Stands behind a proxy for the targets of an edge, and loads them when the proxy is first used. */
final class LazyEdge implements TargetSource {

    private final Class<?> type;
    private final List<String> ids;
    private final Supplier<Object> loader;
    private @Nullable Object target;

    private LazyEdge(Class<?> type, List<String> ids, Supplier<Object> loader) {
        this.type = type;
        this.ids = ids;
        this.loader = loader;
    }

    /** A proxy of a collection's interface, or of a class that is not final. */
    static Object proxy(Class<?> type, List<String> ids, Supplier<Object> loader) {
        var factory = new ProxyFactory();
        factory.setTargetSource(new LazyEdge(type, ids, loader));
        if (type.isInterface()) {
            factory.addInterface(type);
            return factory.getProxy(LazyEdge.class.getClassLoader());
        }
        factory.setProxyTargetClass(true);
        return factory.getProxy(type.getClassLoader());
    }

    /** Known before the target is, so that proxying alone loads nothing. */
    @Override
    public Class<?> getTargetClass() {
        return type;
    }

    @Override
    public synchronized Object getTarget() {
        if (target == null) {
            target = loader.get();
        }
        return target;
    }

    private synchronized boolean isPending() {
        return target == null;
    }

    /** The identifiers behind a proxy that was not used yet, or null for anything else. */
    static @Nullable List<String> pending(Object value) {
        LazyEdge edge = behind(value);
        return edge != null && edge.isPending() ? edge.ids : null;
    }

    /** The object behind a proxy, loaded now if it was not yet; anything else as it is. */
    static Object unwrap(Object value) {
        LazyEdge edge = behind(value);
        return edge == null ? value : edge.getTarget();
    }

    private static @Nullable LazyEdge behind(Object value) {
        return value instanceof Advised proxy && proxy.getTargetSource() instanceof LazyEdge edge ? edge : null;
    }
}
