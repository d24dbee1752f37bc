package io.genosdb.rtc.browser;

import io.genosdb.rtc.node.LineProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What a process was asked and has not answered yet. Thread-safe. */
final class Calls {

    private static final long PATIENCE_SECONDS = 90;

    private final AtomicLong commands = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> answers = new ConcurrentHashMap<>();

    CompletableFuture<Object> tell(LineProcess process, Map<String, ?> command) {
        long id = commands.incrementAndGet();
        var answer = new CompletableFuture<Object>();
        answers.put(id, answer);
        var message = new HashMap<String, Object>(command);
        message.put("id", id);
        process.tell(message);
        return answer;
    }

    /** Whether a message was an answer. */
    boolean answered(Map<String, Object> message) {
        if (!(message.get("id") instanceof Number id)) {
            return false;
        }
        CompletableFuture<Object> answer = Objects.requireNonNull(answers.remove(id.longValue()));
        if (message.get("error") instanceof String error) {
            answer.completeExceptionally(new IllegalStateException(error));
        } else {
            answer.complete(message.get("value"));
        }
        return true;
    }

    void end() {
        var ended = new IllegalStateException("The process has ended");
        answers.values().forEach(answer -> answer.completeExceptionally(ended));
    }

    static @Nullable Object join(CompletableFuture<Object> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("No answer for " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for an answer", e);
        }
    }
}
