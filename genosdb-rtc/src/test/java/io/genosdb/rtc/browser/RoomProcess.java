package io.genosdb.rtc.browser;

import io.genosdb.rtc.node.LineProcess;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A peer of ours in a JVM of its own. */
final class RoomProcess extends RemoteMember {

    private final Calls calls = new Calls();
    private final LineProcess process;

    private RoomProcess(Happenings happenings) {
        super(happenings);
        process = LineProcess.start(this::hear, "another JVM", command());
    }

    /** Starts one, which has not joined anything yet. */
    static RoomProcess start() {
        return new RoomProcess(new Happenings());
    }

    private static ProcessBuilder command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RoomProcess.class.getName()));
        return new ProcessBuilder(command);
    }

    private void hear(Map<String, Object> message) {
        if (message.isEmpty()) {
            calls.end();
        } else if (message.get("event") instanceof Map<?, ?> event) {
            happenings().add(Happening.of(event));
        } else {
            calls.answered(message);
        }
    }

    @Override
    @Nullable
    Object call(String function, List<?> arguments) {
        return Calls.join(calls.tell(process, Map.of("name", function, "arguments", arguments)));
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /** The other side: obeys one line after the other, those that wait on threads of their own. */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // What is logged must not come between.
        var member = new RoomMember(happening -> out.println(JsonValue.of(Map.of("event", happening.written()))));
        var threads = Executors.newCachedThreadPool();
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, Object> command = JsonObject.parse(line).toJava();
                threads.execute(() -> out.println(JsonValue.of(answer(member, command))));
            }
        }
        member.close();
        threads.shutdown();
    }

    private static Map<String, Object> answer(RoomMember member, Map<String, Object> command) {
        var answer = new HashMap<String, Object>();
        answer.put("id", command.get("id"));
        try {
            List<?> given = (List<?>) Objects.requireNonNull(command.get("arguments"));
            answer.put("value", obey(member, (String) Objects.requireNonNull(command.get("name")), given));
        } catch (RuntimeException | AssertionError e) {
            answer.put("error", e.toString());
        }
        return answer;
    }

    private static @Nullable Object obey(RoomMember member, String name, List<?> given) {
        return switch (name) {
            case "self" -> member.self();
            case "join" -> member.join(Meeting.of((Map<?, ?>) given.get(0)));
            case "leave" -> member.leave();
            case "peers" -> member.peers();
            case "send" -> member.send(given.get(0), target(given), option(given, "metadata"));
            case "sendBytes" ->
                member.sendBytes(((Number) given.get(0)).intValue(), target(given), option(given, "metadata"));
            case "echoes" ->
                member.echoes((String) given.get(0), (String) given.get(1), ((Number) given.get(2)).intValue());
            case "startBurst" -> {
                member.startBurst((String) given.get(0));
                yield null;
            }
            case "stopBurst" -> {
                member.stopBurst();
                yield null;
            }
            case "burstReceived" -> member.burstReceived();
            case "ping" -> member.ping((String) given.get(0));
            default -> throw new IllegalArgumentException("unknown: " + name);
        };
    }

    private static @Nullable String target(List<?> given) {
        return (String) option(given, "target");
    }

    private static @Nullable Object option(List<?> given, String name) {
        return ((Map<?, ?>) given.get(1)).get(name);
    }
}
