package io.genosdb.rtc.nostr;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultRelaysTest {

    /** As {@code getRelays} of {@code @trystero-p2p/core} 0.25.4 chooses. */
    @ParameterizedTest
    @CsvSource({
        "genosdb, top.testrelay.top nostr.data.haus relay-can.zombi.cloudrodion.com relay-rpi.edufeed.org"
                + " nostr.sathoarder.com",
        "my-app, strfry.shock.network social.amanah.eblessing.co schnorr.me relay.artio.inf.unibe.ch purplerelay.com",
        "ünï €, nostr-01.uid.ovh nostr-01.yakihonne.com bucket.coracle.social top.testrelay.top nos.lol",
        "'', relay-rpi.edufeed.org staging.yabu.me nostr.islandarea.net schnorr.me nostr.data.haus"
    })
    void choosesAsPagesDo(String appId, String hosts) {
        assertThat(DefaultRelays.of(appId))
                .containsExactlyElementsOf(List.of(hosts.split(" ")).stream()
                        .map(host -> URI.create("wss://" + host))
                        .toList());
    }

    @Test
    void allAreAddresses() {
        assertThat(DefaultRelays.ALL).doesNotHaveDuplicates().allSatisfy(Relays::check);
    }
}
