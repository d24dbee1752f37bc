package io.genosdb.rtc.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.rtc.node.ThirdPartyRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers of ours and pages with the unmodified trystero, over a relay that is not ours. */
@Timeout(240)
class PagesAndRoomsTest {

    private static final int FILE = 20_000_000;

    private static ThirdPartyRelay relay;
    private static Browser browser;

    private final List<Member> members = new ArrayList<>();
    private final Meeting meeting = relay == null ? null : Meeting.over(relay.url());

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

    @AfterEach
    void closeMembers() {
        relay.delay(Duration.ZERO);
        members.forEach(Member::close);
    }

    private Page page() {
        return in(browser.open());
    }

    private RoomMember room() {
        return in(new RoomMember());
    }

    private RoomProcess process() {
        return in(RoomProcess.start());
    }

    private <M extends Member> M in(M member) {
        members.add(member);
        return member;
    }

    private static void awaitAll(Member... all) {
        for (Member one : all) {
            Stream.of(all).filter(other -> other != one).forEach(one::awaitJoin);
        }
    }

    /** All join at once; how long after the last call the last has heard of another. */
    private static double together(Meeting where, Member... all) {
        List<CompletableFuture<Double>> calls = Stream.of(all)
                .map(member -> CompletableFuture.supplyAsync(() -> member.join(where)))
                .toList();
        double from = calls.stream()
                .map(CompletableFuture::join)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        double to = from;
        for (Member one : all) {
            for (Member other : all) {
                if (other != one) {
                    to = Math.max(to, one.awaitJoin(other).at());
                }
            }
        }
        return to - from;
    }

    private static Happening message(Member at, Member from) {
        return at.happenings().await("message", next -> next.concerns(from.self()));
    }

    @Test
    void aRoomJoinsAPage() {
        Page page = page();
        page.join(meeting);
        RoomMember room = room();
        room.join(meeting);

        awaitAll(page, room);
        assertThat(page.peers()).containsExactly(room.self());
        assertThat(room.peers()).containsExactly(page.self());
    }

    @Test
    void aPageJoinsARoom() {
        RoomMember room = room();
        room.join(meeting);
        Page page = page();
        page.join(meeting);

        awaitAll(page, room);
        assertThat(room.ping(page.self())).isPositive();
        assertThat(page.ping(room.self())).isNotNegative(); // It counts whole milliseconds.
    }

    @Test
    void bothAtOnceMeetEachTime() {
        var times = new ArrayList<Double>();
        for (int round = 0; round < 20; round++) {
            try (Page page = browser.open();
                    RoomMember room = new RoomMember()) {
                times.add(together(Meeting.over(relay.url()), page, room));
                assertThat(room.echoes(page.self(), "text", 1)).hasSize(1);
                assertThat(page.echoes(room.self(), "text", 1)).hasSize(1);
            }
        }
        assertThat(times).allSatisfy(millis -> assertThat(millis).isLessThan(5_000));
    }

    @Test
    void threePagesAndTwoJvms() {
        Member[] all = {page(), page(), page(), room(), process()};
        together(meeting, all);

        for (Member sender : all) {
            sender.send(Map.of("from", sender.self()), null, null);
            for (Member receiver : all) {
                if (receiver != sender) {
                    assertThat(message(receiver, sender).details())
                            .containsEntry("data", Map.of("from", sender.self()));
                }
            }
        }
    }

    @Test
    void allKindsOfMessagesBothWays() {
        Page page = page();
        RoomMember room = room();
        together(meeting.withPassword("correct"), page, room);

        for (Member[] way : List.of(new Member[] {page, room}, new Member[] {room, page})) {
            Member from = way[0];
            Member to = way[1];
            for (Object data : List.of(
                    "text \u00e4\ud83d\ude00\n",
                    "",
                    Map.of("n", 1.5, "list", List.of(true, "x")),
                    List.of(),
                    7L,
                    "y".repeat(100_000))) {
                for (Object metadata : List.of("none", Map.of("name", "n"), List.of(), "word", 0L)) {
                    boolean with = !metadata.equals("none");
                    from.send(data, to.self(), with ? metadata : null);
                    Map<String, Object> came = message(to, from).details();
                    assertThat(came)
                            .containsEntry("kind", data instanceof String ? "text" : "json")
                            .containsEntry("data", data);
                    assertThat(came.containsKey("metadata")).isEqualTo(with);
                    if (with) {
                        assertThat(came).containsEntry("metadata", metadata);
                    }
                }
            }
            for (int size : new int[] {0, 1, 16_347, 16_348, 16_349, 500_000}) {
                from.sendBytes(size, to.self(), Map.of("size", size));
                assertThat(message(to, from).details())
                        .containsEntry("kind", "binary")
                        .containsEntry("sha256", TestBytes.sha256(TestBytes.of(size)))
                        .containsEntry("metadata", Map.of("size", (long) size));
            }
        }
    }

    @Test
    void aFileOfTwentyMegabytesBothWaysWithProgress() {
        Page page = page();
        RoomMember room = room();
        together(meeting, page, room);

        for (Member[] way : List.of(new Member[] {page, room}, new Member[] {room, page})) {
            way[0].sendBytes(FILE, null, Map.of("name", "film"));
            assertThat(message(way[1], way[0]).details())
                    .containsEntry("size", (long) FILE)
                    .containsEntry("sha256", TestBytes.sha256(TestBytes.of(FILE)));
            assertProgress(way[0].happenings().take("sending"));
            assertProgress(way[1].happenings().take("receiving"));
        }
    }

    private static void assertProgress(List<Happening> told) {
        List<Double> fractions = told.stream()
                .map(next -> ((Number) next.details().get("fraction")).doubleValue())
                .toList();
        assertThat(fractions).hasSizeGreaterThanOrEqualTo(9).isSorted().last().isEqualTo(1.0);
        assertThat(fractions.get(0)).isLessThan(0.1);
    }

    @Test
    void aWrongPasswordKeepsOutOnBothSides() {
        Page right = page();
        right.join(meeting.withPassword("right"));
        RoomMember wrong = room();
        wrong.join(meeting.withPassword("wrong"));
        Page alsoWrong = page();
        alsoWrong.join(meeting.withPassword("wrong"));

        awaitAll(wrong, alsoWrong);
        // A page notices when it is sent an offer, which is a matter of identifiers.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Stream.of(right, alsoWrong)
                        .anyMatch(page -> !page.happenings().take("error").isEmpty()));
        assertThat(right.peers()).isEmpty();
        assertThat(wrong.peers()).containsExactly(alsoWrong.self());
    }

    @Test
    void whoSaysGoodbyeIsGoneAndMayComeBack() {
        Page page = page();
        RoomMember room = room();
        together(meeting, page, room);

        String former = room.self();
        room.leave();
        page.awaitLeave(former);
        room.happenings().take("leave");
        room.join(meeting);
        awaitAll(page, room);
        assertThat(page.echoes(room.self(), "json", 1)).hasSize(1);

        page.leave();
        room.awaitLeave(page.self());
        assertThat(room.peers()).isEmpty();
    }

    @Test
    void rejoiningOverSlowRelays() {
        relay.delay(Duration.ofMillis(700));
        Page page = page();
        RoomMember room = room();
        together(meeting, page, room);

        for (int round = 0; round < 3; round++) {
            page.leave();
            room.awaitLeave(page.self());
            page.happenings().take("leave");
            page.join(meeting);
            awaitAll(page, room);
            assertThat(page.echoes(room.self(), "json", 1)).hasSize(1);

            String former = room.self();
            room.leave();
            page.awaitLeave(former);
            room.happenings().take("leave");
            room.join(meeting);
            awaitAll(page, room);
            assertThat(page.echoes(room.self(), "json", 1)).hasSize(1);
        }
    }

    @Test
    void aPageThatIsReloadedUnderLoadComesBack() {
        Page page = page();
        RoomMember room = room();
        Page other = page();
        together(meeting, page, room, other);
        room.startBurst(null);
        other.startBurst(null);

        for (int round = 0; round < 3; round++) {
            String former = page.self();
            page.reload();
            room.awaitLeave(former);
            awaitAll(page, room);
            assertThat(page.echoes(room.self(), "json", 1)).hasSize(1);
        }
        room.stopBurst();
        other.stopBurst();
        assertThat(room.burstReceived()).isPositive();
        assertThat(other.burstReceived()).isPositive();
    }

    @Test
    void whoIsKilledIsMissedBySomeTime() {
        Page page = page();
        Page killed = page();
        RoomMember room = room();
        RoomProcess killedToo = process();
        together(meeting, page, killed, room, killedToo);
        String gone = killedToo.self();

        killed.kill();
        killedToo.kill();

        for (Member left : List.of(page, room)) {
            left.awaitLeave(killed.self());
            left.awaitLeave(gone);
        }
        assertThat(page.echoes(room.self(), "json", 1)).hasSize(1);
    }
}
