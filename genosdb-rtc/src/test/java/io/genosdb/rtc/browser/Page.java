package io.genosdb.rtc.browser;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page in a browser, with the unmodified trystero. */
final class Page implements Member {

    private final Browser browser;
    private final long number;
    private final Happenings happenings;
    private String self;
    private @Nullable Meeting meeting;

    Page(Browser browser, long number, Happenings happenings) {
        this.browser = browser;
        this.number = number;
        this.happenings = happenings;
        this.self = (String) Objects.requireNonNull(call("self"));
    }

    private @Nullable Object call(String function, Object... arguments) {
        return browser.call(number, function, Arrays.asList(arguments));
    }

    private double number(String function, Object... arguments) {
        return ((Number) Objects.requireNonNull(call(function, arguments))).doubleValue();
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public double join(Meeting where) {
        meeting = where;
        return number(
                "join",
                Map.of(
                        "appId", where.appId(),
                        "room", where.room(),
                        "password", where.password(),
                        "relays", where.relays().stream().map(Object::toString).toList()));
    }

    @Override
    public double leave() {
        return number("leave");
    }

    /** Loads the page again, which gives it another name, and joins where it was. */
    double reload() {
        command("reload");
        self = (String) Objects.requireNonNull(call("self"));
        return join(Objects.requireNonNull(meeting));
    }

    @Override
    public Set<String> peers() {
        var peers = new HashSet<String>();
        ((List<?>) Objects.requireNonNull(call("peers"))).forEach(peer -> peers.add((String) peer));
        return peers;
    }

    @Override
    public Happenings happenings() {
        return happenings;
    }

    @Override
    public double send(Object data, @Nullable String target, @Nullable Object metadata) {
        return number("send", data, options(target, metadata));
    }

    @Override
    public double sendBytes(int size, @Nullable String target, @Nullable Object metadata) {
        return number("sendBytes", size, options(target, metadata));
    }

    private static Map<String, Object> options(@Nullable String target, @Nullable Object metadata) {
        var options = new HashMap<String, Object>();
        if (target != null) {
            options.put("target", target);
        }
        if (metadata != null) {
            options.put("metadata", metadata);
        }
        return options;
    }

    @Override
    public List<Double> echoes(String peer, String kind, int count) {
        return ((List<?>) Objects.requireNonNull(call("echoes", peer, kind, count)))
                .stream().map(time -> ((Number) time).doubleValue()).toList();
    }

    @Override
    public void startBurst(@Nullable String target) {
        call("startBurst", target);
    }

    @Override
    public void stopBurst() {
        call("stopBurst");
    }

    @Override
    public long burstReceived() {
        return (long) number("burstReceived");
    }

    @Override
    public double ping(String peer) {
        return number("ping", peer);
    }

    @Override
    public void kill() {
        command("crash");
    }

    private void command(String what) {
        Browser.join(browser.command(what, Map.of("page", number)));
    }

    @Override
    public void close() {
        command("close");
    }
}
