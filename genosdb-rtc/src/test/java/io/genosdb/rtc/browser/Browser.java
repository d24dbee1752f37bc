package io.genosdb.rtc.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.rtc.node.LineProcess;
import io.genosdb.rtc.node.NodeScript;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A headless Chromium with pages that know nothing but trystero. Thread-safe. */
final class Browser implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Browser.class);

    private final Calls calls = new Calls();
    private final Map<Long, Happenings> happenings = new ConcurrentHashMap<>();
    private final CompletableFuture<Object> ready = new CompletableFuture<>();
    private final LineProcess script;

    private Browser(String executable) {
        script = NodeScript.start(this::hear, "browser.mjs", executable);
        Calls.join(ready);
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
        long page = ((Number) Objects.requireNonNull(Calls.join(command("open", Map.of())))).longValue();
        return new Page(this, page, happenings(page));
    }

    CompletableFuture<Object> command(String what, Map<String, ?> more) {
        var message = new HashMap<String, Object>(more);
        message.put("do", what);
        return calls.tell(script, message);
    }

    private Happenings happenings(Object page) {
        return happenings.computeIfAbsent(((Number) page).longValue(), number -> new Happenings());
    }

    private void hear(Map<String, Object> message) {
        if (message.isEmpty()) {
            ready.completeExceptionally(new IllegalStateException("The browser has ended"));
            calls.end();
        } else if (message.containsKey("ready")) {
            ready.complete(true);
        } else if (message.get("event") instanceof Map<?, ?> event) {
            happenings(Objects.requireNonNull(message.get("page"))).add(Happening.of(event));
        } else if (!calls.answered(message)) {
            log.debug("page {}: {}", message.get("page"), message.get("console"));
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
