package io.genosdb.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genosdb.graph.Node;
import io.genosdb.live.Action;
import io.genosdb.query.InvalidQueryException;
import io.genosdb.spring.GenosEvent;
import io.genosdb.spring.TypedNode;
import io.genosdb.value.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ApplicationContextException;

class InvalidGenosListenerTest {

    private static InvalidGenosListenerException refusal(Class<?> listener) {
        try (var context = ListenerContext.of()
                .with(it -> it.registerBean("bean", listener))
                .withProperty("nonsense", "{ a: { $nonsense: 1 } }")) {
            InvalidGenosListenerException refusal =
                    catchThrowableOfType(InvalidGenosListenerException.class, context::start);
            assertThat(refusal).isNotNull();
            assertThat(refusal.getBeanName()).isEqualTo("bean");
            assertThat(refusal.getMethod()).isNotNull();
            assertThat(refusal).hasMessageContainingAll("'bean'", listener.getName() + ".on");
            return refusal;
        }
    }

    static class BadQuery {
        @GenosListener("${nonsense}")
        void on() {}
    }

    static class BadOptions {
        @GenosListener(options = "{ limit: 3 }")
        void on() {}
    }

    static class BothQueries {
        @GenosListener(query = "{}", options = "{}")
        void on() {}
    }

    @Test
    void namesBeanAndMethodOfAnInvalidQuery() {
        assertThat(refusal(BadQuery.class))
                .hasMessageContaining("$nonsense")
                .hasCauseInstanceOf(InvalidQueryException.class);
        assertThat(refusal(BadOptions.class)).hasMessageContaining("write $limit");
        assertThat(refusal(BothQueries.class)).hasMessageContaining("not both");
    }

    static class MissingCursor {
        @GenosListener(options = "{ $after: 'nobody' }")
        void on() {}
    }

    @Test
    void doesNotStartWithAQueryThatCannotRun() {
        try (var context = ListenerContext.of().with(it -> it.registerBean("bean", MissingCursor.class))) {
            assertThat(catchThrowableOfType(ApplicationContextException.class, context::start))
                    .hasCauseInstanceOf(InvalidGenosListenerException.class)
                    .hasStackTraceContaining("MissingCursor.on of bean 'bean'")
                    .rootCause()
                    .isInstanceOf(InvalidQueryException.class);
        }
    }

    static class PlainString {
        @GenosListener
        void on(String id) {}
    }

    static class IdentifierOfAnotherType {
        @GenosListener
        void on(@NodeId Long id) {}
    }

    static class PlainNumber {
        @GenosListener
        void on(@NodeId String id, int number) {}
    }

    static class ManyNodes {
        @GenosListener
        void on(List<JsonObject> values) {}
    }

    static class LiveNode {
        @GenosListener
        void on(Node node) {}
    }

    static class RawEvent {
        @SuppressWarnings("rawtypes")
        @GenosListener
        void on(GenosEvent event) {}
    }

    static class AnyEvent {
        @GenosListener
        void on(TypedNode<?> node) {}
    }

    static class Returning {
        @GenosListener
        String on() {
            return "";
        }
    }

    @Test
    void refusesSignaturesThatNothingIsKnownFor() {
        assertThat(refusal(PlainString.class)).hasMessageContainingAll("parameter 0", "@NodeId");
        assertThat(refusal(IdentifierOfAnotherType.class)).hasMessageContainingAll("a @NodeId is a String");
        assertThat(refusal(PlainNumber.class)).hasMessageContainingAll("parameter 1 (int)", "JSON object");
        assertThat(refusal(ManyNodes.class)).hasMessageContainingAll("JSON object", "java.util.List");
        assertThat(refusal(LiveNode.class)).hasMessageContaining("TypedNode<JsonObject>");
        assertThat(refusal(RawEvent.class)).hasMessageContaining("GenosEvent<JsonObject>");
        assertThat(refusal(AnyEvent.class)).hasMessageContaining("TypedNode<JsonObject>");
        assertThat(refusal(Returning.class)).hasMessageContaining("must return nothing");
    }

    static class RemovedValue {
        @GenosListener(actions = {Action.ADDED, Action.REMOVED})
        void on(JsonObject value) {}
    }

    @Test
    void refusesAValueThatARemovedNodeDoesNotHave() {
        assertThat(refusal(RemovedValue.class))
                .hasMessageContainingAll("removed node", "JsonObject", "@Nullable", "REMOVED out of the actions");
    }

    static class NoSuchDatabase {
        @GenosListener(database = "elsewhere")
        void on() {}
    }

    static class NoSuchHandler {
        @GenosListener(errorHandler = "elsewhere")
        void on() {}
    }

    static class NotTrue {
        @GenosListener(autoStartup = "yes")
        void on() {}
    }

    static class NotANumber {
        @GenosListener(concurrency = "many")
        void on() {}
    }

    static class TooMany {
        @GenosListener(concurrency = "1000")
        void on() {}
    }

    static class SameId {
        @GenosListener(id = "same", query = "{ type: 'a' }")
        @GenosListener(id = "same", query = "{ type: 'b' }")
        void on() {}
    }

    @Test
    void refusesAttributesThatMeanNothing() {
        assertThat(refusal(NoSuchDatabase.class))
                .hasMessageContaining("elsewhere")
                .hasCauseInstanceOf(NoSuchBeanDefinitionException.class);
        assertThat(refusal(NoSuchHandler.class)).hasMessageContaining("elsewhere");
        assertThat(refusal(NotTrue.class)).hasMessageContaining("'yes'");
        assertThat(refusal(NotANumber.class)).hasMessageContainingAll("concurrency", "many");
        assertThat(refusal(TooMany.class)).hasMessageContainingAll("256", "1000");
        assertThat(refusal(SameId.class)).hasMessageContaining("another listener with the id 'same'");
    }

    @Test
    void refusesPrototypes() {
        try (var context = ListenerContext.of()
                .with(it -> it.registerBean(
                        "bean", PlainId.class, definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE)))
                .start()) {
            assertThat(catchThrowableOfType(BeanCreationException.class, () -> context.bean(PlainId.class)))
                    .hasMessageContaining("only a singleton")
                    .hasCauseInstanceOf(InvalidGenosListenerException.class);
        }
    }

    static class PlainId {
        @GenosListener
        void on(@NodeId String id) {}
    }
}
