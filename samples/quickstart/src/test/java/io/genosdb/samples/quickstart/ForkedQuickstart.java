package io.genosdb.samples.quickstart;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The quickstart in a JVM of its own. */
final class ForkedQuickstart implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> log = new ArrayList<>();
    private final Process process;
    private final BufferedReader output;
    private int port;

    private ForkedQuickstart(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it on a port that is free and waits until it answers.
     *
     * @param jars which of the class path it gets
     * @param arguments system properties and other options of the JVM first, then those of the application
     */
    static ForkedQuickstart start(Predicate<String> jars, List<String> jvm, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(jars), QuickstartApplication.class.getName(), "--server.port=0"));
        command.addAll(arguments);
        var started = new ForkedQuickstart(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        started.awaitStart();
        return started;
    }

    private static String classPath(Predicate<String> jars) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> !element.contains("test-classes"))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Reads the log up to the line that says that the application has started, once more after a restart. */
    void awaitStart() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                port = Integer.parseInt(matcher.group(1));
            }
            if (line.contains("Started QuickstartApplication")) {
                return;
            }
        }
        throw new IllegalStateException("it did not start:\n" + log());
    }

    int port() {
        return port;
    }

    String log() {
        return String.join("\n", log);
    }

    String get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    String post(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /** Asks it to end, as a service manager does, and waits for that. Idempotent. */
    void end() throws IOException {
        process.toHandle().destroy();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.add(line);
        }
        process.onExit().join();
    }
}
