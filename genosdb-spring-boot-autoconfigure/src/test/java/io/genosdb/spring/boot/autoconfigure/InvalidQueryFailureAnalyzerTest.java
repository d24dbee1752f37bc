package io.genosdb.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.query.InvalidQueryException;
import io.genosdb.query.Query;
import io.genosdb.spring.boot.autoconfigure.listener.GenosListenerAutoConfiguration;
import io.genosdb.spring.listener.GenosListener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.repository.query.QueryCreationException;

class InvalidQueryFailureAnalyzerTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(GenosAutoConfiguration.class, GenosListenerAutoConfiguration.class))
            .withPropertyValues("genosdb.storage.type=memory");

    static class Unclear {

        @GenosListener("{ age: { $gtt: 18 } }")
        void on() {}
    }

    static class Lost {

        @GenosListener(options = "{ $after: 'nobody' }")
        void on() {}
    }

    interface People {

        List<String> adults();
    }

    private FailureAnalysis analyzeStart(Class<?> listener) {
        var analysis = new FailureAnalysis[1];
        runner.withBean("listening", listener).run(context -> {
            assertThat(context).hasFailed();
            analysis[0] = new InvalidQueryFailureAnalyzer().analyze(context.getStartupFailure());
        });
        assertThat(analysis[0]).isNotNull();
        return analysis[0];
    }

    @Test
    void isRegistered() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(InvalidQueryFailureAnalyzer.class);
    }

    @Test
    void namesTheListener() {
        var analysis = analyzeStart(Unclear.class);

        assertThat(analysis.getDescription())
                .contains("@GenosListener", "Unclear.on()", "bean 'listening'", "at query.age.$gtt: unknown operator");
        assertThat(analysis.getAction()).contains("placeholders");
    }

    @Test
    void namesTheListenerWhoseQueryCannotRun() {
        assertThat(analyzeStart(Lost.class).getDescription()).contains("Lost.on()", "$after");
    }

    private static InvalidQueryException invalid() {
        try {
            Query.filter("{ age: { $gtt: 18 } }");
            throw new AssertionError("is not valid");
        } catch (InvalidQueryException e) {
            return e;
        }
    }

    @Test
    void namesTheRepositoryMethod() throws Exception {
        var creation = QueryCreationException.create(
                "no query", invalid(), People.class, People.class.getDeclaredMethod("adults"));

        var analysis = new InvalidQueryFailureAnalyzer().analyze(new BeanCreationException("people", "no", creation));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("repository method", "People.adults()", "$gtt");
    }

    @Test
    void leavesOtherPlacesToTheirStackTrace() {
        assertThat(new InvalidQueryFailureAnalyzer().analyze(new IllegalStateException(invalid())))
                .isNull();
        assertThat(new InvalidQueryFailureAnalyzer().analyze(new IllegalStateException("else")))
                .isNull();
    }
}
