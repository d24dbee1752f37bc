package io.genosdb.rtc.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A program of two lines, as somebody would write it who opens a transport and ends in one way or another. */
final class OwnProcess {

    private OwnProcess() {}

    public static void main(String[] arguments) throws Exception {
        // Only what the test reads goes to standard output.
        PrintStream out = System.out;
        System.setOut(System.err);
        PeerTransport transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        if (!transport.problem().isEmpty()) {
            out.println("problem: " + transport.problem());
            Recorder recorder = new Recorder();
            transport.offer(recorder);
            out.println("closed: " + recorder.end());
            transport.close();
            return;
        }
        Recorder.Pair pair = Recorder.Pair.connected(transport, transport);
        pair.offering().send("hello".getBytes(UTF_8));
        out.println("received: " + new String(pair.answerer().message(), UTF_8));
        switch (arguments[0]) {
            case "close" -> transport.close();
            case "forget" -> {}
            case "exit" -> System.exit(3);
            case "wait" -> Thread.sleep(Long.MAX_VALUE);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static Process start(String ending, String classPath, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-cp", classPath));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(options));
        command.addAll(List.of(OwnProcess.class.getName(), ending));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
