package io.genosdb.rtc.browser;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A member in another process, which is asked by the names of the functions of {@code page.mjs}. */
abstract class RemoteMember implements Member {

    private final Happenings happenings;

    RemoteMember(Happenings happenings) {
        this.happenings = happenings;
    }

    /** Calls a function over there. */
    abstract @Nullable Object call(String function, List<?> arguments);

    @Nullable
    Object call(String function, Object... arguments) {
        return call(function, Arrays.asList(arguments));
    }

    private double number(String function, Object... arguments) {
        return ((Number) Objects.requireNonNull(call(function, arguments))).doubleValue();
    }

    @Override
    public String self() {
        return (String) Objects.requireNonNull(call("self"));
    }

    @Override
    public double join(Meeting where) {
        return number("join", where.written());
    }

    @Override
    public double leave() {
        return number("leave");
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
}
