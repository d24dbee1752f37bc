package io.genosdb.rtc.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.rtc.node.NodeScript;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A headless Chromium with pages that know nothing but trystero. Thread-safe. */
final class Browser implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Browser.class);
    private static final long PATIENCE_SECONDS = 90;

    private final AtomicLong commands = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> answers = new ConcurrentHashMap<>();
    private final Map<Long, Happenings> happenings = new ConcurrentHashMap<>();
    private final CompletableFuture<Object> ready = new CompletableFuture<>();
    private final NodeScript script;

    private Browser(String executable) {
        script = NodeScript.start(this::hear, "browser.mjs", executable);
        join(ready);
    }

    /** Starts one. Where there is no Chromium or no Node.js, the test is skipped. */
    static Browser start() {
        NodeScript.packages();
        return new Browser(executable());
    }

    private static String executable() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst()
                .orElseGet(Browser::skip);
    }

    private static String skip() {
        String reason = "Skipped: pages in a browser. There is no Chromium here (Debian: apt-get install chromium).";
        log.warn(reason); // Surefire shows no reasons.
        return abort(reason);
    }

    /** Opens a page, which has not joined anything yet. */
    Page open() {
        long page = ((Number) Objects.requireNonNull(join(command("open", Map.of())))).longValue();
        return new Page(this, page, happenings(page));
    }

    CompletableFuture<Object> command(String what, Map<String, ?> more) {
        long id = commands.incrementAndGet();
        var answer = new CompletableFuture<Object>();
        answers.put(id, answer);
        var message = new HashMap<String, Object>(more);
        message.put("id", id);
        message.put("do", what);
        script.tell(message);
        return answer;
    }

    @Nullable
    Object call(long page, String function, List<?> arguments) {
        return join(command("call", Map.of("page", page, "name", function, "arguments", arguments)));
    }

    static @Nullable Object join(CompletableFuture<Object> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("The browser did not answer for " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the browser", e);
        }
    }

    private Happenings happenings(Object page) {
        return happenings.computeIfAbsent(((Number) page).longValue(), number -> new Happenings());
    }

    private void hear(Map<String, Object> message) {
        if (message.isEmpty()) {
            var ended = new IllegalStateException("The browser has ended");
            ready.completeExceptionally(ended);
            answers.values().forEach(answer -> answer.completeExceptionally(ended));
        } else if (message.containsKey("ready")) {
            ready.complete(true);
        } else if (message.get("id") instanceof Number id) {
            answer(Objects.requireNonNull(answers.remove(id.longValue())), message);
        } else if (message.get("event") instanceof Map<?, ?> event) {
            tell(Objects.requireNonNull(message.get("page")), event);
        } else {
            log.debug("page {}: {}", message.get("page"), message.get("console"));
        }
    }

    private static void answer(CompletableFuture<Object> to, Map<String, Object> message) {
        if (message.get("error") instanceof String error) {
            to.completeExceptionally(new IllegalStateException(error));
        } else {
            to.complete(message.get("value"));
        }
    }

    private void tell(Object page, Map<?, ?> event) {
        var details = new HashMap<String, Object>();
        event.forEach((name, value) -> details.put((String) name, value));
        double at = ((Number) Objects.requireNonNull(details.remove("at"))).doubleValue();
        String name = (String) Objects.requireNonNull(details.remove("event"));
        happenings(page).add(new Happening(at, name, details));
    }

    @Override
    public void close() {
        script.close();
    }
}
