package io.genosdb.spring.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.genosdb.GenosDatabase;
import io.genosdb.guard.NotPermittedException;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;

class StompSignedWritesTest {

    private static final Principal ALICE = () -> "alice";

    private final GenosDatabase database = GenosDatabase.inMemory("test");

    /** Says who asked for what. */
    private static final SignedWrites ECHO = new SignedWrites() {
        @Override
        public JsonObject draft(@Nullable Principal user, JsonObject request) {
            return answer("drafted for", user, request);
        }

        @Override
        public JsonObject submit(@Nullable Principal user, JsonObject request) {
            return answer("applied for", user, request);
        }

        private static JsonObject answer(String what, @Nullable Principal user, JsonObject request) {
            if (user == null) {
                throw new NotPermittedException("nobody");
            }
            return request.with("done", new JsonString(what + " " + user.getName()));
        }
    };

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void areHandedOnWithWhoAsks() {
        assertThat(run(ECHO, "draft", "{\"writes\":[1]}", Map.of("request", "1"), ALICE))
                .isEqualTo(JsonObject.parse("{\"writes\":[1],\"done\":\"drafted for alice\"}"));
        assertThat(run(ECHO, "submit", "{\"entries\":[2]}", Map.of(), ALICE))
                .isEqualTo(JsonObject.parse("{\"entries\":[2],\"done\":\"applied for alice\"}"));
    }

    @Test
    void areThereOnlyWithSecurity() {
        assertThat(refusal(null, "draft", "{\"writes\":[]}", Map.of("request", "1"), ALICE))
                .isEqualTo(StompErrorCode.UNKNOWN_DESTINATION);
        assertThat(refusal(null, "submit", "{\"entries\":[]}", Map.of(), ALICE))
                .isEqualTo(StompErrorCode.UNKNOWN_DESTINATION);
    }

    @Test
    void areRefusedWhereTheyAreNotExactlyAsSpecified() {
        assertThat(refusal(ECHO, "draft", "{\"writes\":[]}", Map.of(), ALICE)).isEqualTo(StompErrorCode.MALFORMED);
        assertThat(refusal(ECHO, "draft", "{\"entries\":[]}", Map.of("request", "1"), ALICE))
                .isEqualTo(StompErrorCode.MALFORMED);
        assertThat(refusal(ECHO, "submit", "{\"entries\":[]}", Map.of("database", "other"), ALICE))
                .isEqualTo(StompErrorCode.UNKNOWN_DATABASE);
    }

    @Test
    void whatTheDatabaseDoesNotPermitIsForbidden() {
        assertThat(refusal(ECHO, "submit", "{\"entries\":[]}", Map.of(), null)).isEqualTo(StompErrorCode.FORBIDDEN);
    }

    private StompErrorCode refusal(
            @Nullable SignedWrites writes,
            String request,
            String body,
            Map<String, String> headers,
            @Nullable Principal user) {
        var failure = catchThrowableOfType(RuntimeException.class, () -> run(writes, request, body, headers, user));
        return StompRefusals.of(failure).code();
    }

    /** Writes of other kinds are not allowed. */
    private JsonObject run(
            @Nullable SignedWrites writes,
            String request,
            String body,
            Map<String, String> headers,
            @Nullable Principal user) {
        var frame = StompHeaderAccessor.create(StompCommand.SEND);
        frame.setDestination("/genosdb/" + request);
        frame.setUser(user);
        headers.forEach(frame::setNativeHeader);
        var requests = new StompRequests(
                "default",
                new GenosTemplate(database, new JacksonGenosConverter()),
                name -> null,
                Map.of(),
                StompAuthorizer.forEverybody(false, false),
                writes);
        return requests.run(new ClientFrame(
                MessageBuilder.createMessage(body.getBytes(StandardCharsets.UTF_8), frame.getMessageHeaders())));
    }
}
