package io.genosdb.rtc.nostr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NostrCodecTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String EVENT = "{'id':'" + ID + "','pubkey':'" + ID
            + "','created_at':1700000000,'kind':20001,'tags':[['x','topic'],[]],'content':'text','sig':'" + ID + ID
            + "'}";

    private final NostrEvent event =
            new NostrEvent(ID, ID, 1_700_000_000, 20_001, List.of(List.of("x", "topic"), List.of()), "text", ID + ID);

    @Test
    void clientsMessagesComeBack() throws MalformedNostrException {
        var filter = new Filter(
                Set.of(1, 20_001), Map.of("x", Set.of("a", "b"), "y", Set.of("c")), Set.of(ID), Set.of(ID), 7, 9, 3);
        for (ClientMessage message : List.of(
                new ClientMessage.Publish(event),
                new ClientMessage.Request("sub", List.of(filter, Filter.ofTag(Set.of(20_001), "x", Set.of("a"), 0))),
                new ClientMessage.Close("sub"))) {
            assertThat(NostrCodec.decodeClient(NostrCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void relaysMessagesComeBack() throws MalformedNostrException {
        for (RelayMessage message : List.of(
                new RelayMessage.Event("sub", event),
                new RelayMessage.Ok(ID, true, ""),
                new RelayMessage.Ok(ID, false, "rate-limited: slowly"),
                new RelayMessage.EndOfStored("sub"),
                new RelayMessage.Closed("sub", "error: none"),
                new RelayMessage.Notice("ü \"n\""),
                new RelayMessage.Auth("challenge"))) {
            assertThat(NostrCodec.decodeRelay(NostrCodec.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void writesWhatOthersRead() {
        assertThat(NostrCodec.encode(new ClientMessage.Request(
                        "sub", List.of(Filter.ofTag(Set.of(20_001), "x", Set.of("topic"), 5)))))
                .isEqualTo("[\"REQ\",\"sub\",{\"#x\":[\"topic\"],\"kinds\":[20001],\"since\":5}]");
        assertThat(NostrCodec.encode(new ClientMessage.Publish(event)))
                .contains("[\"EVENT\",{", "\"created_at\":1700000000", "\"tags\":[[\"x\",\"topic\"],[]]");
    }

    @Test
    void whatARelaySaysBeyondThisIsNoError() throws MalformedNostrException {
        assertThat(NostrCodec.decodeRelay("[\"COUNT\",\"sub\",{\"count\":3}]"))
                .isEqualTo(new RelayMessage.Unknown("COUNT"));
        assertThat(NostrCodec.decodeRelay("[\"OK\",\"" + ID + "\",true]")).isEqualTo(new RelayMessage.Ok(ID, true, ""));
        assertThat(NostrCodec.decodeRelay("[\"CLOSED\",\"sub\"]")).isEqualTo(new RelayMessage.Closed("sub", ""));
    }

    @Test
    void conditionsOfLaterProtocolsArePassedOver() throws MalformedNostrException {
        assertThat(NostrCodec.decodeClient("[\"REQ\",\"s\",{\"search\":\"x\",\"#long\":1,\"kinds\":[1]}]"))
                .isEqualTo(new ClientMessage.Request(
                        "s",
                        List.of(new Filter(
                                Set.of(1), Map.of(), Set.of(), Set.of(), 0, Filter.NO_BOUND, Filter.NO_BOUND))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "7",
                "[",
                "[]",
                "[7]",
                "['EVENT']",
                "['EVENT',7]",
                "['EVENT',{}]",
                "['AUTH','x']",
                "['CLOSE']",
                "['CLOSE','']",
                "['CLOSE',7]",
                "['REQ','s']",
                "['REQ','s',7]",
                "['REQ','s',{'kinds':[]}]",
                "['REQ','s',{'kinds':[70000]}]",
                "['REQ','s',{'kinds':['1']}]",
                "['REQ','s',{'kinds':[1.5]}]",
                "['REQ','s',{'since':-1}]",
                "['REQ','s',{'since':1e300}]",
                "['REQ','s',{'#x':'a'}]",
                "['REQ','s',{'#x':[1]}]",
                "['REQ','s',{'#x':['\\ud800']}]",
                "['REQ','s',{'ids':{}}]"
            })
    void refusesWhatNoClientSays(String text) {
        assertThatExceptionOfType(MalformedNostrException.class)
                .isThrownBy(() -> NostrCodec.decodeClient(text.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'@'",
                "'id':7",
                "'pubkey':null",
                "'sig':''",
                "'kind':-1",
                "'kind':65536",
                "'created_at':'1'",
                "'created_at':1e20",
                "'tags':{}",
                "'tags':[7]",
                "'tags':[[7]]",
                "'content':[]"
            })
    void refusesAlteredEvents(String member) {
        String name = member.substring(0, member.indexOf(':'));
        String altered = EVENT.replaceAll(
                name + ":(\\[\\[.*\\]\\]|'[^']*'|\\d+)", member.replace("@", ID.toUpperCase(Locale.ROOT)));

        assertThat(altered).isNotEqualTo(EVENT);
        assertThatExceptionOfType(MalformedNostrException.class)
                .isThrownBy(() -> NostrCodec.decodeRelay(("['EVENT','sub'," + altered + "]").replace('\'', '"')));
    }

    @Test
    void refusesTooMuch() {
        assertRefused("[\"CLOSE\",\"" + "s".repeat(NostrCodec.MAX_SUBSCRIPTION_CHARS + 1) + "\"]");
        assertRefused("[\"CLOSE\",\"s\"" + " ".repeat(NostrCodec.MAX_MESSAGE_CHARS) + "]");
        assertRefused("[\"REQ\",\"s\"" + ",{}".repeat(NostrCodec.MAX_FILTERS + 1) + "]");
        assertRefused("[".repeat(5_000) + "]".repeat(5_000));
        String values = IntStream.rangeClosed(0, NostrCodec.MAX_FILTER_VALUES)
                .mapToObj(i -> "\"" + i + "\"")
                .collect(Collectors.joining(","));
        assertRefused("[\"REQ\",\"s\",{\"#x\":[" + values + "]}]");
        assertRefused("[\"EVENT\","
                + EVENT.replace('\'', '"').replace("[\"x\",\"topic\"]", "[]" + ",[]".repeat(NostrCodec.MAX_TAGS))
                + "]");
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(MalformedNostrException.class).isThrownBy(() -> NostrCodec.decodeClient(text));
    }

    @Test
    void aRefusalNamesWhatItRefuses() {
        assertThat(answer("['EVENT'," + EVENT.replace("20001", "-1") + "]"))
                .isInstanceOfSatisfying(RelayMessage.Ok.class, ok -> {
                    assertThat(ok.id()).isEqualTo(ID);
                    assertThat(ok.accepted()).isFalse();
                    assertThat(ok.text()).startsWith("invalid: 'kind'");
                });
        assertThat(answer("['REQ','sub',{'kinds':7}]"))
                .isEqualTo(new RelayMessage.Closed("sub", "invalid: 'kinds' of a filter is a list that is not empty"));
        assertThat(answer("['SPAM']")).isEqualTo(new RelayMessage.Notice("invalid: messages are EVENT, REQ and CLOSE"));
    }

    private static RelayMessage answer(String text) {
        return catchThrowableOfType(
                        MalformedNostrException.class, () -> NostrCodec.decodeClient(text.replace('\'', '"')))
                .answer();
    }

    @Test
    void anyBytesAreReadOrRefused() {
        var random = new Random(5);
        String valid = "[\"EVENT\",\"sub\"," + EVENT.replace('\'', '"') + "]";
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(valid);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int place = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(place, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                    case 1 -> text.deleteCharAt(place);
                    default -> text.insert(place, text.substring(place, Math.min(text.length(), place + 9)));
                }
            }
            assertReadOrRefused(text.toString());
        }
    }

    private static void assertReadOrRefused(String text) {
        try {
            if (NostrCodec.decodeRelay(text) instanceof RelayMessage.Event event) {
                assertThat(NostrKeys.verify(event.event())).isFalse();
            }
        } catch (MalformedNostrException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
