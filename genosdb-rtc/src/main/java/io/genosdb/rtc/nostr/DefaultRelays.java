package io.genosdb.rtc.nostr;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Public relays, run by others for everybody, which come and go: for trying things out. Each may be replaced; an application
 * that is meant to stay names its own, for example the one that it serves itself. To meet, peers need one relay in common.
 *
 * @since 0.1
 */
public final class DefaultRelays {

    /** So many are used. */
    private static final int CHOSEN = 5;

    /**
     * All of them: those of Trystero 0.25.4, in its order, for pages that name none choose among these.
     */
    public static final List<URI> ALL = Stream.of(
                    "wss://basspistol.org",
                    "wss://bucket.coracle.social",
                    "wss://chorus.pjv.me",
                    "wss://koru.bitcointxoko.org",
                    "wss://nos.lol",
                    "wss://nostr-01.uid.ovh",
                    "wss://nostr-01.yakihonne.com",
                    "wss://nostr-relay.corb.net",
                    "wss://nostr.data.haus",
                    "wss://nostr.islandarea.net",
                    "wss://nostr.sathoarder.com",
                    "wss://nostr.tegila.com.br",
                    "wss://nostr.vulpem.com",
                    "wss://purplerelay.com",
                    "wss://relay-can.zombi.cloudrodion.com",
                    "wss://relay-rpi.edufeed.org",
                    "wss://relay.agorist.space",
                    "wss://relay.artio.inf.unibe.ch",
                    "wss://relay.mostr.pub",
                    "wss://relay.mostro.network",
                    "wss://relay.sigit.io",
                    "wss://relay02.lnfi.network",
                    "wss://schnorr.me",
                    "wss://social.amanah.eblessing.co",
                    "wss://staging.yabu.me",
                    "wss://strfry.shock.network",
                    "wss://top.testrelay.top",
                    "wss://yabu.me/v2")
            .map(URI::create)
            .toList();

    private DefaultRelays() {}

    /**
     * The relays of an application that names none: five of all, the same ones that pages choose.
     *
     * @param appId the application's name
     * @return five addresses, the same ones for the same name
     */
    public static List<URI> of(String appId) {
        var shuffled = new ArrayList<>(ALL);
        long seed = appId.chars().asLongStream().sum();
        for (int left = shuffled.size(); left > 0; left--) {
            double wave = StrictMath.sin((double) seed++) * 10_000;
            Collections.swap(shuffled, (int) ((wave - Math.floor(wave)) * left), left - 1);
        }
        return List.copyOf(shuffled.subList(0, CHOSEN));
    }
}
