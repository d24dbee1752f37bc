package io.genosdb.samples.room;

import io.genosdb.room.PeerEvent;
import io.genosdb.room.RoomPeer;
import io.genosdb.room.SendOptions;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.listener.GenosChannelListener;
import io.genosdb.spring.listener.MessageMetadata;
import io.genosdb.spring.room.RoomPeerEvent;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What the application says and hears: it keeps every line, tells newcomers the last ones, and answers what begins with a slash. */
@Component
class Conversation {

    private static final String NAME = "Spring";

    private final GenosOperations genos;
    private final LineRepository lines;
    private final SharedFiles files;
    private final InstantSource clock = InstantSource.system();

    Conversation(GenosOperations genos, LineRepository lines, SharedFiles files) {
        this.genos = genos;
        this.lines = lines;
        this.files = files;
    }

    /** How a peer introduces itself over the channel {@code hello}. */
    record Hello(String name, boolean application) {}

    @EventListener
    void met(RoomPeerEvent event) {
        if (event.event() == PeerEvent.PEER_JOIN) {
            SendOptions toNewcomer = SendOptions.DEFAULTS.to(event.peer().id());
            var unused = genos.send("hello", new Hello(NAME, true), toNewcomer);
            var unusedToo = genos.send("history", lines.findTop50ByOrderByAtDesc(), toNewcomer);
        }
    }

    @GenosChannelListener("chat")
    void heard(Line line, RoomPeer peer) {
        if (!line.isFit()) {
            return;
        }
        if (line.text().startsWith("/")) {
            answer(line.text(), peer);
        } else if (!lines.existsById(line.id())) {
            lines.save(line.at(clock.millis()));
        }
    }

    private void answer(String command, RoomPeer peer) {
        if (command.equals("/files")) {
            say(files.names().isEmpty() ? "I have no files yet." : String.join(", ", files.names()), peer);
        } else if (command.startsWith("/send ") && files.send(command.substring("/send ".length()), peer)) {
            say("Here it comes.", peer);
        } else {
            say("I know /files, and /send with the name of a file.", peer);
        }
    }

    private void say(String text, RoomPeer to) {
        var line = new Line(UUID.randomUUID().toString(), NAME, text, clock.millis());
        var unused = genos.send("chat", line, SendOptions.DEFAULTS.to(to.id()));
    }

    @GenosChannelListener("file")
    void file(byte[] bytes, @MessageMetadata SharedFiles.Note note, RoomPeer peer) {
        files.keep(note, bytes);
        say("I keep %s (%,d bytes). /send %s gives it back.".formatted(note.name(), bytes.length, note.name()), peer);
    }
}
