package io.genosdb.spring.entity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** The proxies that a native image has to hold for collections of targets; those of classes it cannot make. */
final class LazyEdgeHints implements RuntimeHintsRegistrar {

    LazyEdgeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        Stream.<Class<?>>of(List.class, Set.class, Collection.class)
                .map(AopProxyUtils::completeJdkProxyInterfaces)
                .forEach(hints.proxies()::registerJdkProxy);
    }
}
