package io.genosdb.spring.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import io.genosdb.GenosDatabase;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.value.JsonObject;
import org.junit.jupiter.api.Test;

class StompRefusalsTest {

    @Test
    void knowAClosedDatabase() {
        var database = GenosDatabase.inMemory("test");
        var template = new GenosTemplate(database);
        database.close();
        RuntimeException failure = catchRuntimeException(() -> template.put(JsonObject.empty()));
        assertThat(StompRefusals.of(failure).code()).isEqualTo(StompErrorCode.UNAVAILABLE);
    }

    @Test
    void takeOtherIllegalStatesForFaults() {
        var failure = new RuntimeException(new IllegalStateException("a bug"));
        assertThat(StompRefusals.of(failure).code()).isEqualTo(StompErrorCode.INTERNAL);
    }
}
