package io.genosdb.rtc.simulation;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may be in a room: one of ours, or a page. */
abstract class Participant {

    final String id;
    final World world;
    boolean alive = true;

    Participant(String id, World world) {
        this.id = id;
        this.world = world;
    }

    abstract void relayConnected(int relay);

    abstract void relayLost(int relay);

    abstract void received(int relay, String topic, String content);

    abstract boolean listensTo(String topic);

    /** The connection that messages to a peer go over. */
    abstract @Nullable End inUse(String peer);

    abstract Set<End> ends();

    /** The other side of a link says goodbye over it. */
    abstract void goodbye(String peer);

    abstract boolean isPage();

    /** Ends without a word, and maybe without the others noticing for a while. */
    void crash() {
        alive = false;
        ends().forEach(End::vanish);
        world.relays.forEach(relay -> relay.disconnect(this));
    }
}
