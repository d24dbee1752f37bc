package io.genosdb.rtc.browser;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A page in a browser, with the unmodified trystero. */
final class Page extends RemoteMember {

    private final Browser browser;
    private final long number;
    private String self;
    private @Nullable Meeting meeting;

    Page(Browser browser, long number, Happenings happenings) {
        super(happenings);
        this.browser = browser;
        this.number = number;
        this.self = super.self();
    }

    @Override
    @Nullable
    Object call(String function, List<?> arguments) {
        return Calls.join(browser.command("call", Map.of("page", number, "name", function, "arguments", arguments)));
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public double join(Meeting where) {
        meeting = where;
        return super.join(where);
    }

    /** Loads the page again, which gives it another name, and joins where it was. */
    double reload() {
        command("reload");
        self = super.self();
        return join(Objects.requireNonNull(meeting));
    }

    @Override
    public void kill() {
        command("crash");
    }

    private void command(String what) {
        Calls.join(browser.command(what, Map.of("page", number)));
    }

    @Override
    public void close() {
        command("close");
    }
}
