package io.genosdb.rtc.browser;

import io.genosdb.rtc.node.ThirdPartyRelay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * How long members of a room take, pages among themselves first. Not part of the build: it is run by its name, with
 * {@code ./mvnw -pl genosdb-rtc -am test -Dtest=RoomFigures -Dsurefire.failIfNoSpecifiedTests=false}; the
 * property {@code genosdb.figures} is a pattern for the names of the rows wanted.
 */
class RoomFigures {

    private static final int ROUNDS = 20;

    @Test
    void pageToPage() {
        try (Browser browser = Browser.start();
                ThirdPartyRelay relay = ThirdPartyRelay.start()) {
            print("page to page", relay, browser::open, browser::open, browser::open);
        }
    }

    @Test
    void pageToRoom() {
        try (Browser browser = Browser.start();
                ThirdPartyRelay relay = ThirdPartyRelay.start()) {
            print("page to room", relay, browser::open, RoomMember::new, RoomProcess::start);
        }
    }

    private static void print(
            String title,
            ThirdPartyRelay relay,
            Supplier<? extends Member> page,
            Supplier<? extends Member> other,
            Supplier<? extends Member> mortal) {
        System.out.println("== " + title);
        var rows = new LinkedHashMap<String, Runnable>();
        rows.put("both at once", () -> row("both at once", bothAtOnce(relay, page, other)));
        rows.put("page first", () -> row("page first", oneAfterTheOther(relay, page, other)));
        rows.put("other first", () -> row("other first", oneAfterTheOther(relay, other, page)));
        rows.put("echoes", () -> echoes(relay, page, other));
        rows.put("bytes", () -> bytes(relay, page, other));
        rows.put("other crashes", () -> row("other's crash seen", List.of(crash(relay, page, mortal))));
        rows.put("page crashes", () -> row("page's crash seen", List.of(crash(relay, other, page))));
        rows.put("page reloaded", () -> row("page reloaded", reload(relay, page, other)));
        rows.put("page rejoins", () -> row("page rejoins", rejoin(relay, page, other)));
        rows.put("other rejoins", () -> row("other rejoins", rejoin(relay, other, page)));
        rows.put("three", () -> row("three: page, other, page", three(relay, page, other)));
        rows.put("newcomer", () -> row("newcomer after the relay dropped all", newcomer(relay, page, other)));
        rows.forEach((name, row) -> {
            if (name.matches(System.getProperty("genosdb.figures", ".*"))) {
                row.run();
            }
        });
    }

    private static void row(String name, List<Double> millis) {
        if (millis.isEmpty()) {
            System.out.println(name + ": failed");
            return;
        }
        DoubleSummaryStatistics all =
                millis.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        System.out.printf(
                Locale.ROOT,
                "%-40s min %7.1f  median %7.1f  max %7.1f ms (%d)%n",
                name,
                all.getMin(),
                median(millis),
                all.getMax(),
                millis.size());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static List<Double> bothAtOnce(
            ThirdPartyRelay relay, Supplier<? extends Member> one, Supplier<? extends Member> other) {
        return rounds(ROUNDS, one, other, (a, b) -> together(Meeting.over(relay.url()), a, b));
    }

    /** From the last call of join to the last to hear of another. */
    private static double together(Meeting meeting, Member... members) {
        List<CompletableFuture<Double>> joins = Arrays.stream(members)
                .map(member -> CompletableFuture.supplyAsync(() -> member.join(meeting)))
                .toList();
        double from = joins.stream().mapToDouble(CompletableFuture::join).max().orElseThrow();
        double to = from;
        for (Member member : members) {
            for (Member another : members) {
                if (another != member) {
                    to = Math.max(to, member.awaitJoin(another).at());
                }
            }
        }
        return to - from;
    }

    private static List<Double> oneAfterTheOther(
            ThirdPartyRelay relay, Supplier<? extends Member> first, Supplier<? extends Member> second) {
        return rounds(5, first, second, (a, b) -> {
            Meeting meeting = Meeting.over(relay.url());
            a.join(meeting);
            settle(4); // Past the first announcements.
            return since(b.join(meeting), a, b);
        });
    }

    private static double since(double from, Member a, Member b) {
        return Math.max(a.awaitJoin(b).at(), b.awaitJoin(a).at()) - from;
    }

    private static void echoes(
            ThirdPartyRelay relay, Supplier<? extends Member> one, Supplier<? extends Member> other) {
        try (Member a = one.get();
                Member b = other.get()) {
            together(Meeting.over(relay.url()), a, b);
            for (String kind : List.of("json", "text", "binary")) {
                a.echoes(b.self(), kind, 20);
                row("echo of " + kind, a.echoes(b.self(), kind, 200));
            }
        }
    }

    private static void bytes(ThirdPartyRelay relay, Supplier<? extends Member> one, Supplier<? extends Member> other) {
        int size = 20_000_000;
        try (Member a = one.get();
                Member b = other.get()) {
            together(Meeting.over(relay.url()), a, b);
            System.out.printf(
                    Locale.ROOT, "%-40s out %.1f  back %.1f MB/s%n", "20 MB", rate(a, b, size), rate(b, a, size));
        }
    }

    private static double rate(Member from, Member to, int size) {
        double sent = from.sendBytes(size, to.self(), null);
        double received = to.happenings().await("message", next -> true).at();
        return size / 1000.0 / (received - sent);
    }

    private static double crash(
            ThirdPartyRelay relay, Supplier<? extends Member> one, Supplier<? extends Member> other) {
        try (Member a = one.get();
                Member b = other.get()) {
            together(Meeting.over(relay.url()), a, b);
            double at = System.currentTimeMillis();
            b.kill();
            return a.awaitLeave(b.self()).at() - at;
        }
    }

    private static List<Double> reload(
            ThirdPartyRelay relay, Supplier<? extends Member> page, Supplier<? extends Member> other) {
        return rounds(5, page, other, (a, b) -> {
            together(Meeting.over(relay.url()), a, b);
            return since(((Page) a).reload(), a, b);
        });
    }

    private static List<Double> rejoin(
            ThirdPartyRelay relay, Supplier<? extends Member> one, Supplier<? extends Member> other) {
        return rounds(5, one, other, (a, b) -> {
            Meeting meeting = Meeting.over(relay.url());
            together(meeting, a, b);
            settle(3); // Whoever leaves sooner may be kept out by its own late announcements, in the library itself.
            String former = a.self();
            a.leave();
            b.awaitLeave(former);
            a.happenings().take("leave");
            return since(a.join(meeting), a, b);
        });
    }

    private static List<Double> three(
            ThirdPartyRelay relay, Supplier<? extends Member> page, Supplier<? extends Member> other) {
        return rounds(5, page, other, (a, b) -> {
            try (Member c = page.get()) {
                return together(Meeting.over(relay.url()), a, b, c);
            }
        });
    }

    private static List<Double> newcomer(
            ThirdPartyRelay relay, Supplier<? extends Member> page, Supplier<? extends Member> other) {
        return rounds(3, page, other, (a, b) -> {
            Meeting meeting = Meeting.over(relay.url());
            together(meeting, a, b);
            relay.drop();
            settle(6); // Until both are back.
            try (Member c = page.get()) {
                double from = c.join(meeting);
                return Math.max(since(from, a, c), since(from, b, c));
            }
        });
    }

    private interface Round {
        double play(Member a, Member b);
    }

    private static List<Double> rounds(
            int count, Supplier<? extends Member> one, Supplier<? extends Member> other, Round round) {
        var times = new ArrayList<Double>();
        for (int i = 0; i < count; i++) {
            try (Member a = one.get();
                    Member b = other.get()) {
                times.add(round.play(a, b));
            } catch (AssertionError e) {
                System.out.println("failed: " + e.getMessage());
            }
        }
        return times;
    }

    /** What is measured begins when all is quiet; nothing is asserted about the time. */
    private static void settle(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
