package io.genosdb.rtc.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.node.ThirdPartyRelay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages among themselves, over a relay that is not ours either: that the ground our own peers are tested on is firm. */
class TrysteroPagesTest {

    private static ThirdPartyRelay relay;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        relay = ThirdPartyRelay.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (relay != null) {
            relay.close();
        }
    }

    @Test
    void threePagesWithAPasswordTellEachOtherAllKindsOfThings() {
        Meeting meeting = Meeting.over(relay.url()).withPassword("hush");
        try (Page a = browser.open();
                Page b = browser.open();
                Page c = browser.open()) {
            List<Page> all = List.of(a, b, c);
            all.forEach(page -> page.join(meeting));
            all.forEach(page -> all.stream().filter(other -> other != page).forEach(page::awaitJoin));

            a.send(Map.of("to", "all"), null, null);
            for (Page page : List.of(b, c)) {
                Happening json = page.happenings().await("message", next -> next.concerns(a.self()));
                assertThat(json.details()).containsEntry("kind", "json").containsEntry("data", Map.of("to", "all"));
            }
            b.send("only to one", c.self(), List.of("meta", 1L));
            assertThat(c.happenings().await("message", next -> true).details())
                    .containsEntry("peer", b.self())
                    .containsEntry("kind", "text")
                    .containsEntry("data", "only to one")
                    .containsEntry("metadata", List.of("meta", 1L));
            c.sendBytes(1_000_000, a.self(), Map.of("name", "a file"));
            assertThat(a.happenings().await("message", next -> true).details())
                    .containsEntry("peer", c.self())
                    .containsEntry("kind", "binary")
                    .containsEntry("sha256", TestBytes.sha256(TestBytes.of(1_000_000)))
                    .containsEntry("metadata", Map.of("name", "a file"));
            assertThat(a.happenings().take("receiving")).hasSizeGreaterThan(5);
            assertThat(b.happenings().take("message")).isEmpty();
        }
    }

    @Test
    void aWrongPasswordKeepsAPageOut() {
        Meeting meeting = Meeting.over(relay.url());
        try (Page a = browser.open();
                Page b = browser.open()) {
            a.join(meeting.withPassword("right"));
            b.join(meeting.withPassword("wrong"));

            // Who is sent an offer notices, which is a matter of identifiers.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Stream.of(a, b)
                            .anyMatch(page -> !page.happenings().take("error").isEmpty()));
            assertThat(a.peers()).isEmpty();
            assertThat(b.peers()).isEmpty();
        }
    }
}
