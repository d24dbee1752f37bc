package io.genosdb.spring.listener;

import io.genosdb.room.Channel;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Room;
import io.genosdb.room.RoomPeer;
import io.genosdb.spring.GenosOperations;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The threads behind one {@link GenosChannelListener}, and what waits for them.
 *
 * @since 0.1
 */
public final class GenosChannelListenerContainer extends GenosListenerContainer {

    private final Endpoint endpoint;
    private final AtomicLong dropped = new AtomicLong();

    /** What is listened to, and by whom: a {@link ChannelListenerMethod}, or one that hears of progress. */
    record Endpoint(BeanMethod<?> method, GenosOperations operations, String channel) {}

    GenosChannelListenerContainer(String id, GenosListenerContainerFactory.Settings settings, Endpoint endpoint) {
        super(id, settings);
        this.endpoint = endpoint;
    }

    /**
     * What is listened to.
     *
     * @return the name of the channel
     */
    public String getChannel() {
        return endpoint.channel();
    }

    /**
     * How many messages were dropped because the listener was too slow for them.
     *
     * @return the number, of all starts together
     */
    public long getDropped() {
        return dropped.get();
    }

    @Override
    Session open() {
        Channel channel = endpoint.operations().room().channel(endpoint.channel());
        if (endpoint.method() instanceof ChannelListenerMethod method) {
            return open(handler(method, ChannelMessage::peer), this::queue, lanes -> messages(channel, lanes));
        }
        var method = (ChannelListenerMethod.OfProgress) endpoint.method();
        return open(
                handler(method, progress -> new RoomPeer(progress.peer(), "", false)),
                ProgressQueue::new,
                lanes -> progress(channel, lanes));
    }

    private LaneQueue<ChannelMessage> queue() {
        return new BoundedQueue(settings().maxPendingBytes() / settings().concurrency());
    }

    @Override
    InvalidGenosListenerException invalid(RuntimeException reason) {
        return endpoint.method().invalid(reason);
    }

    private Runnable messages(Channel channel, List<Lane<ChannelMessage>> lanes) {
        Room.Registration registration =
                channel.onMessage(message -> offer(message, message.peer().id(), lanes));
        return registration::close;
    }

    private Runnable progress(Channel channel, List<Lane<ChannelProgress>> lanes) {
        Room.Registration registration = channel.onProgress((fraction, peer, metadata) ->
                offer(new ChannelProgress(channel.name(), peer, fraction, metadata), peer, lanes));
        return registration::close;
    }

    private <E> void offer(E event, String peer, List<Lane<E>> lanes) {
        boolean isTaken =
                lanes.get(Math.floorMod(peer.hashCode(), lanes.size())).offer(event);
        if (!isTaken && Long.bitCount(dropped.incrementAndGet()) == 1) {
            logger.warn(
                    "Listener '{}' is slower than what comes over channel '{}'; {} messages were dropped so far",
                    getId(),
                    endpoint.channel(),
                    dropped);
        }
    }

    private interface Sender<E> {
        RoomPeer of(E event);
    }

    private <E> Consumer<E> handler(BeanMethod<E> method, Sender<E> sender) {
        return event -> {
            try {
                method.invoke(event);
            } catch (Throwable e) {
                fail(sender.of(event), e);
            }
        };
    }

    private void fail(RoomPeer peer, Throwable failure) {
        String message = "listener '" + getId() + "' (" + endpoint.method() + ") failed on a message from peer "
                + peer.id() + " over channel '" + endpoint.channel() + "'";
        try {
            settings()
                    .channelErrorHandler()
                    .handleError(
                            endpoint.channel(), peer, new GenosListenerExecutionException(getId(), message, failure));
        } catch (Throwable e) {
            // An error too: the thread would end, and messages would wait for it for ever.
            logger.error("The error handler of listener '{}' failed on a message from {}", getId(), peer.id(), e);
        }
    }

    @Override
    public String toString() {
        return "listener '" + getId() + "' (" + endpoint.method() + ")";
    }
}
