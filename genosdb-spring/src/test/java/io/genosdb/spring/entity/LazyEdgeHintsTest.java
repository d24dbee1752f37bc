package io.genosdb.spring.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.annotation.AnnotatedElementUtils;

class LazyEdgeHintsTest {

    @ParameterizedTest
    @ValueSource(classes = {List.class, Set.class, Collection.class})
    void knowTheProxiesThatAreMade(Class<?> collection) {
        var hints = new RuntimeHints();
        Class<?>[] registrars = AnnotatedElementUtils.findMergedAnnotation(
                        GenosEntityTemplate.class, ImportRuntimeHints.class)
                .value();
        assertThat(registrars).containsExactly(LazyEdgeHints.class);

        new LazyEdgeHints().registerHints(hints, null);

        Object proxy = LazyEdge.proxy(collection, List.of("a"), () -> List.of());
        assertThat(RuntimeHintsPredicates.proxies()
                        .forInterfaces(proxy.getClass().getInterfaces()))
                .accepts(hints);
    }
}
