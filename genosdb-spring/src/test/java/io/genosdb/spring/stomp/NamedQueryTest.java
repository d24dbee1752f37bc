package io.genosdb.spring.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.query.InvalidQueryException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedQueryTest {

    @Test
    void putsValuesInThePlaceOfParameters() {
        var query = NamedQuery.of(
                "q",
                "{ query: { room: ':room', at: { $gt: ':since:number' }, open: ':open:boolean' }, $limit: ':n:number' }");
        assertThat(query.parameters()).containsExactlyInAnyOrder("room", "since", "open", "n");
        assertThat(query.bind(Map.of("room", "r1", "since", "-1.5", "open", "true", "n", "3"))
                        .toJson())
                .isEqualTo("{\"$limit\":3,\"query\":{\"at\":{\"$gt\":-1.5},\"open\":true,\"room\":\"r1\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ $ne: 1 }", "{\"$gt\":\"\"}", "$ne", "' } ] }", ":other", "null", "1"})
    void takesEveryTextForAString(String text) {
        var query = NamedQuery.of("q", "{ query: { $or: [{ a: ':p' }, { b: { $in: [':p', 'x'] } }] } }");
        var filter = query.bind(Map.of("p", text)).filter().toJava();
        assertThat(filter)
                .isEqualTo(Map.of(
                        "$or",
                        java.util.List.of(
                                Map.of("a", text), Map.of("b", Map.of("$in", java.util.List.of(text, "x"))))));
    }

    @Test
    void leavesOtherStringsAlone() {
        var query = NamedQuery.of("q", "{ query: { a: 'x:p', b: ':', c: '::p', ':d': 1 } }");
        assertThat(query.parameters()).isEmpty();
        assertThat(query.bind(Map.of()).filter().size()).isEqualTo(4);
    }

    @Test
    void knowsAParameterByItsOneType() {
        var query = NamedQuery.of("q", "{ query: { a: ':p', b: { $gt: ':p:number' } } }");
        assertThatExceptionOfType(StompRequestException.class)
                .isThrownBy(() -> query.bind(Map.of("p", "x")))
                .satisfies(e -> assertThat(e.place()).isEqualTo("param-p"))
                .withMessage("needs a number");
    }

    @Test
    void refusesWhatIsMissingOrUnknown() {
        var query = NamedQuery.of("q", "{ query: { a: ':p' } }");
        assertThatExceptionOfType(StompRequestException.class)
                .isThrownBy(() -> query.bind(Map.of()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(StompErrorCode.MALFORMED));
        assertThatExceptionOfType(StompRequestException.class)
                .isThrownBy(() -> query.bind(Map.of("p", "1", "q", "2")))
                .satisfies(e -> assertThat(e.place()).isEqualTo("param-q"));
    }

    @Test
    void isCheckedWhenItIsDeclared() {
        assertThatExceptionOfType(InvalidQueryException.class)
                .isThrownBy(() -> NamedQuery.of("q", "{ query: { a: { $gt: true } } }"))
                .withMessageStartingWith("query 'q': at query.a.$gt");
        assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> NamedQuery.of("q", "[]"));
        assertThatExceptionOfType(InvalidQueryException.class).isThrownBy(() -> NamedQuery.of("q", "{"));
        assertThatIllegalArgumentException().isThrownBy(() -> NamedQuery.of("a/b", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> NamedQuery.of("", "{}"));
        assertThat(NamedQuery.of("q", "{}").in("other").database()).isEqualTo("other");
    }
}
