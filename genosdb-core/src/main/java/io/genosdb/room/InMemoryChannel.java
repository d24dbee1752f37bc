package io.genosdb.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A channel of an {@link InMemoryRoom}. */
final class InMemoryChannel implements Channel {

    /** How a channel sends. */
    @FunctionalInterface
    interface Sender {
        CompletableFuture<Void> send(String channel, Payload payload, SendOptions options);
    }

    private final String name;
    private final Sender sender;
    private final List<Consumer<ChannelMessage>> progress = new CopyOnWriteArrayList<>();
    private final List<Consumer<ChannelMessage>> messages = new CopyOnWriteArrayList<>();

    InMemoryChannel(String name, Sender sender) {
        this.name = name;
        this.sender = sender;
    }

    /** Everybody who hears of a message, in turn. */
    Stream<Consumer<ChannelMessage>> listeners() {
        return Stream.concat(progress.stream(), messages.stream());
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
        messages.add(listener);
        return () -> messages.remove(listener);
    }

    @Override
    public Room.Registration onProgress(ProgressListener listener) {
        Consumer<ChannelMessage> whole =
                message -> listener.onProgress(1, message.peer().id(), message.metadata());
        progress.add(whole);
        return () -> progress.remove(whole);
    }
}
