package io.genosdb.sync.transport;

import io.genosdb.sync.Link;
import io.genosdb.sync.PeerConnection;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects replicas in processes of one host and one user by a Unix domain socket: one of them {@linkplain #serve serves}, the
 * others {@linkplain #dial dial}. Others than the user have no access. Thread-safe.
 *
 * @since 0.1
 */
public final class LocalPeers implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LocalPeers.class);

    /** What every system takes: 104 bytes on macOS and 108 on Linux, with a zero at the end. */
    private static final int LONGEST_ADDRESS = 100;

    private static final int MOST_LINKS = 256;
    private static final long CLOSING_AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long ACCEPTING_AGAIN_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final FrameExchange.Opening engine;
    private final ThreadFactory threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition linkEnded = lock.newCondition();

    // All below is guarded by the lock.
    private final Set<UnixSocketLink> links = new HashSet<>();
    private final Set<SocketChannel> dialling = new HashSet<>();
    private @Nullable Server server;
    private boolean closed;

    private LocalPeers(FrameExchange.Opening engine, ThreadFactory threads) {
        this.engine = engine;
        this.threads = threads;
    }

    /**
     * Prepares connections.
     *
     * @param engine gets the links: {@link io.genosdb.sync.SyncEngine#connect}
     * @param threads makes two threads a link and one for the server; daemons
     * @return serves nobody and has dialled nobody yet
     */
    public static LocalPeers of(Function<Link, PeerConnection> engine, ThreadFactory threads) {
        return exchanging(link -> FrameExchange.of(engine.apply(link)), threads);
    }

    static LocalPeers exchanging(FrameExchange.Opening engine, ThreadFactory threads) {
        return new LocalPeers(engine, threads);
    }

    /**
     * Takes connections from now on, once. Where the path cannot be an address, being too long or on a file system without
     * sockets, a directory for this user alone is made in {@code java.io.tmpdir}.
     *
     * @param preferred where the socket should be; what is there is a socket that a killed process has left, and is removed
     * @return where it is
     * @throws IOException if neither place will do, or this system has no Unix domain sockets
     */
    public Path serve(Path preferred) throws IOException {
        var opened = new Server(open());
        lock.lock();
        try {
            if (closed || server != null) {
                throw new IOException("no more connections are taken");
            }
            opened.bind(preferred.toAbsolutePath());
            server = opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        } finally {
            lock.unlock();
        }
        try {
            UserPrincipal user = Files.getOwner(opened.path());
            threads.newThread(() -> accept(opened.channel, user)).start();
        } catch (IOException | RuntimeException | Error e) {
            // Otherwise others would wait for an answer.
            opened.close();
            throw e;
        }
        return opened.path();
    }

    private static ServerSocketChannel open() throws IOException {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            throw new IOException("this system has no Unix domain sockets", e);
        }
    }

    /** A socket and the files that go with it. */
    private static final class Server {
        private final ServerSocketChannel channel;
        private @Nullable Path path;
        private @Nullable Path directory;

        private Server(ServerSocketChannel channel) {
            this.channel = channel;
        }

        private Path path() {
            return Objects.requireNonNull(path);
        }

        private void bind(Path preferred) throws IOException {
            if (!isAddress(preferred) || !isBound(preferred)) {
                directory = Files.createTempDirectory("genosdb-socket-");
                path = directory.resolve("genosdb.sock");
                channel.bind(UnixDomainSocketAddress.of(path));
            }
            forUserOnly(path());
        }

        private boolean isBound(Path preferred) {
            try {
                Files.deleteIfExists(preferred);
                channel.bind(UnixDomainSocketAddress.of(preferred));
                path = preferred;
                return true;
            } catch (IOException e) {
                logger.debug("{} cannot be a socket; a temporary directory is used", preferred, e);
                return false;
            }
        }

        private void close() {
            try {
                channel.close();
                for (Path file : new Path[] {path, directory}) {
                    if (file != null) {
                        Files.deleteIfExists(file);
                    }
                }
            } catch (IOException e) {
                logger.debug("{} cannot be removed", path, e);
            }
        }
    }

    private static boolean isAddress(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS;
    }

    private static void forUserOnly(Path path) throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException e) {
            logger.debug("{} has the permissions of its directory", path, e);
        }
    }

    private void accept(ServerSocketChannel from, UserPrincipal user) {
        while (from.isOpen()) {
            try {
                take(from.accept(), user);
            } catch (ClosedChannelException e) {
                logger.trace("No more connections are taken", e);
            } catch (IOException e) {
                logger.debug("A connection could not be taken", e);
                LockSupport.parkNanos(ACCEPTING_AGAIN_AFTER_NANOS);
            } catch (RuntimeException | Error e) {
                logger.warn("A connection could not be taken; others are", e);
                LockSupport.parkNanos(ACCEPTING_AGAIN_AFTER_NANOS);
            }
        }
    }

    private void take(SocketChannel channel, UserPrincipal user) throws IOException {
        boolean isOfUser = false;
        try {
            isOfUser = isOf(channel, user);
        } finally {
            if (!isOfUser) {
                closeQuietly(channel);
            }
        }
        if (!isOfUser) {
            logger.warn("Another user than {} tried to connect to the database and was refused", user.getName());
        } else if (!start(channel, "a process of this host", false, () -> {})) {
            logger.debug("A connection was refused");
        }
    }

    /** What the permissions of the socket promise already, on the systems where they count. */
    private static boolean isOf(SocketChannel channel, UserPrincipal user) throws IOException {
        return !channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)
                || channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(user);
    }

    /**
     * Connects to a replica that serves. Waits where that has many who wait already, until {@link #close}.
     *
     * @param address its socket
     * @param ended runs once, on another thread, when the connection has ended
     * @throws IOException if nobody answers there
     */
    public void dial(Path address, Runnable ended) throws IOException {
        SocketChannel channel = connect(UnixDomainSocketAddress.of(address));
        if (!start(channel, address.toString(), true, ended)) {
            throw new ClosedChannelException();
        }
    }

    private SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
        SocketChannel channel = openChannel();
        boolean connected = false;
        try {
            dialling(channel);
            connected = channel.connect(address);
            return channel;
        } finally {
            lock.lock();
            try {
                dialling.remove(channel);
            } finally {
                lock.unlock();
            }
            if (!connected) {
                closeQuietly(channel);
            }
        }
    }

    private static SocketChannel openChannel() throws IOException {
        try {
            return SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            throw new IOException("this system has no Unix domain sockets", e);
        }
    }

    private void dialling(SocketChannel channel) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedChannelException();
            }
            dialling.add(channel);
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            logger.debug("A connection cannot be closed", e);
        }
    }

    /** Where no link comes of it, the channel is closed; the answer is false where no more are taken. */
    private boolean start(SocketChannel channel, String remote, boolean outgoing, Runnable ended) {
        boolean started = false;
        lock.lock();
        try {
            if (!closed && links.size() < MOST_LINKS) {
                links.add(UnixSocketLink.start(channel, remote, outgoing, engine, threads, gone -> {
                    forget(gone);
                    ended.run();
                }));
                started = true;
            }
        } catch (IllegalStateException e) {
            logger.debug("The database was closed just now", e);
        } finally {
            lock.unlock();
            if (!started) {
                closeQuietly(channel);
            }
        }
        return started;
    }

    private void forget(UnixSocketLink link) {
        lock.lock();
        try {
            links.remove(link);
            linkEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more connections and ends those there are, after what they still have to send, and whoever dials. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (server != null) {
                server.close();
            }
            dialling.forEach(LocalPeers::closeQuietly);
            List.copyOf(links).forEach(UnixSocketLink::close);
            long nanos = CLOSING_AT_MOST_NANOS;
            while (!links.isEmpty() && nanos > 0) {
                nanos = linkEnded.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
