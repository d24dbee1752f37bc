package io.genosdb.spring.boot.autoconfigure.stomp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A RabbitMQ with its STOMP listener, of this test alone: own directory, own ports, ended with it. */
final class RabbitMqBroker implements AutoCloseable {

    static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final String EPMD = "epmd";

    private final int stompPort = freePort();
    private final List<Process> processes = new ArrayList<>();

    RabbitMqBroker(Path directory) throws IOException {
        int names = freePort();
        Path config = Files.writeString(
                directory.resolve("rabbitmq.conf"),
                "listeners.tcp = none\nstomp.listeners.tcp.1 = 127.0.0.1:" + stompPort + "\n");
        Path plugins = Files.writeString(directory.resolve("enabled_plugins"), "[rabbitmq_stomp].\n");
        // Started here, or Erlang would start a daemon that outlives the test.
        run(directory, Map.of(), EPMD, "-port", "" + names, "-address", "127.0.0.1");
        awaitPort(names);
        var environment = Map.of(
                "HOME", directory.toString(),
                "ERL_EPMD_PORT", "" + names,
                "ERL_EPMD_ADDRESS", "127.0.0.1",
                "RABBITMQ_NODENAME", "genosdb-test-" + stompPort + "@localhost",
                "RABBITMQ_DIST_PORT", "" + freePort(),
                "RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString(),
                "RABBITMQ_LOG_BASE", directory.resolve("log").toString(),
                "RABBITMQ_PID_FILE", directory.resolve("pid").toString(),
                "RABBITMQ_CONFIG_FILE", config.toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString());
        run(directory, environment, SERVER.toString());
        awaitPort(stompPort);
    }

    private void run(Path directory, Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output.log").toFile()));
        builder.environment().putAll(environment);
        processes.add(0, builder.start());
    }

    private void awaitPort(int port) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!isListening(port)) {
            if (System.nanoTime() > deadline || processes.stream().anyMatch(process -> !process.isAlive())) {
                close();
                throw new IllegalStateException("RabbitMQ does not listen at port " + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int stompPort() {
        return stompPort;
    }

    @Override
    public void close() {
        for (Process process : processes) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            children.forEach(ProcessHandle::destroy);
            children.forEach(child -> child.onExit().join());
        }
    }
}
