package io.genosdb.samples.notes;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.spring.GenosOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample, running on a port of this machine. */
final class Instance implements AutoCloseable {

    private static final int FIRST_PORT = 21_000;
    private static final int LAST_PORT = 21_999;

    /** The second superadmin of {@code application.yaml}. */
    private static final String ADMINISTRATOR = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    private final ConfigurableApplicationContext context;
    private final int port;

    private Instance(ConfigurableApplicationContext context, int port) {
        this.context = context;
        this.port = port;
    }

    /** Starts it with a store of its own. */
    static Instance start(Path directory, String... settings) {
        return start(directory, List.of(), settings);
    }

    /** Starts it with more configuration. */
    static Instance start(Path directory, List<Class<?>> more, String... settings) {
        int port = freePort();
        var sources = new ArrayList<Class<?>>(List.of(NotesApplication.class));
        sources.addAll(more);
        var arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--genosdb.storage.directory=" + directory,
                "--spring.main.banner-mode=off",
                "--spring.jmx.enabled=false"));
        arguments.addAll(List.of(settings));
        var application = new SpringApplicationBuilder(sources.toArray(Class<?>[]::new));
        return new Instance(application.run(arguments.toArray(String[]::new)), port);
    }

    /** Known before the start, since what one signs in to names it; not one that a client may be given meanwhile. */
    private static int freePort() {
        for (int candidate = FIRST_PORT; candidate <= LAST_PORT; candidate++) {
            try (var socket = new ServerSocket(candidate)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                LoggerFactory.getLogger(Instance.class).debug("not port {}", candidate, taken);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port from " + FIRST_PORT + " is free");
    }

    int port() {
        return port;
    }

    URI origin() {
        return URI.create("http://localhost:" + port);
    }

    /** Where other instances find it. */
    String peerAddress() {
        return "ws://localhost:" + port + "/genosdb/peer";
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    GenosSecurity security() {
        return bean(GenosSecurity.class);
    }

    GenosOperations genos() {
        return bean(GenosOperations.class);
    }

    <T> T database(Function<GenosDatabase, T> asked) {
        return genos().execute(asked::apply);
    }

    /** Somebody with a new wallet. */
    Visitor visitor() {
        return new Visitor(origin(), Wallets.random());
    }

    /** Somebody with a new wallet, signed in, who holds a role; or no role at all. */
    Visitor visitor(String role) {
        Visitor visitor =
                role.equals("superadmin") ? new Visitor(origin(), Identity.ofPrivateKey(ADMINISTRATOR)) : visitor();
        if (role.equals("anonymous")) {
            return visitor;
        }
        visitor.signIn();
        if (!role.equals("superadmin")) {
            visitor.introduce("");
        }
        if (!role.equals("superadmin") && !role.equals("guest")) {
            security().assignRole(Address.parse(visitor.address()), role, null);
        }
        return visitor;
    }

    @Override
    public void close() {
        context.close();
    }
}
