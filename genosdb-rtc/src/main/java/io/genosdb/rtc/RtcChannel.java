package io.genosdb.rtc;

import io.genosdb.room.Channel;
import io.genosdb.room.ChannelMessage;
import io.genosdb.room.Payload;
import io.genosdb.room.ProgressListener;
import io.genosdb.room.Room;
import io.genosdb.room.SendOptions;
import io.genosdb.value.JsonValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel of a {@link RtcRoom}. */
final class RtcChannel implements Channel {

    private static final Logger logger = LoggerFactory.getLogger(RtcRooms.class);

    /** How a channel sends. */
    @FunctionalInterface
    interface Sender {
        CompletableFuture<Void> send(String channel, Payload payload, SendOptions options);
    }

    private final String name;
    private final Sender sender;
    private final List<Registered<Consumer<ChannelMessage>>> messages = new CopyOnWriteArrayList<>();
    private final List<Registered<ProgressListener>> progress = new CopyOnWriteArrayList<>();

    RtcChannel(String name, Sender sender) {
        this.name = name;
        this.sender = sender;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Void> send(Payload payload, SendOptions options) {
        return sender.send(name, payload, options);
    }

    @Override
    public Room.Registration onMessage(Consumer<ChannelMessage> listener) {
        return add(messages, listener);
    }

    @Override
    public Room.Registration onProgress(ProgressListener listener) {
        return add(progress, listener);
    }

    private static <T> Room.Registration add(List<Registered<T>> all, T listener) {
        var registered = new Registered<>(listener, all);
        all.add(registered);
        return registered;
    }

    boolean hasMessageListeners() {
        return !messages.isEmpty();
    }

    boolean hasProgressListeners() {
        return !progress.isEmpty();
    }

    void deliver(ChannelMessage message) {
        for (Registered<Consumer<ChannelMessage>> registered : messages) {
            try {
                if (registered.isOpen()) {
                    registered.listener().accept(message);
                }
            } catch (RuntimeException e) {
                logger.error(
                        "A listener of channel '{}' failed at a message from {}",
                        name,
                        message.peer().id(),
                        e);
            }
        }
    }

    void progressed(double fraction, String peer, @Nullable JsonValue metadata) {
        for (Registered<ProgressListener> registered : progress) {
            try {
                if (registered.isOpen()) {
                    registered.listener().onProgress(fraction, peer, metadata);
                }
            } catch (RuntimeException e) {
                logger.error("A listener of channel '{}' failed at the progress of {}", name, peer, e);
            }
        }
    }
}
