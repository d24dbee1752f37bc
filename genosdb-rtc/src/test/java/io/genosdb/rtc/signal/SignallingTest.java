package io.genosdb.rtc.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.rtc.transport.IceCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignallingTest {

    private static final String OFFER_ID = "abcdefghijkl";
    private static final IceCandidate CANDIDATE = new IceCandidate("candidate:1 way", "0", 0, "ufrag");

    private final Random random = new Random(1);
    private final RoomIdentity identity = identity("mmm", "");
    private final Signalling signalling = new Signalling(identity, random);
    private final SignalCipher cipher = identity.cipher(random);

    private static RoomIdentity identity(String self, String password) {
        return new RoomIdentity("app", "room", password, self);
    }

    private static String announcement(String peer) {
        return "{\"peerId\":\"" + peer + "\"}";
    }

    private String signal(Signal.Kind kind, String peer, String offerId, String text) {
        return new Signal(kind, peer, "", offerId, cipher.encrypt(text)).toJson();
    }

    private String ownTopic() {
        return identity.topicOf("mmm");
    }

    private <E extends SignalEffect> List<E> effects(Class<E> type) {
        return signalling.effects().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void announcesItselfAFewTimesAndThenEveryMinute() {
        var times = new ArrayList<Long>();
        signalling.relayConnected(0, 5000);
        for (long now = 5000; times.size() < 10; now = signalling.nextTick()) {
            signalling.tick(now);
            for (var publish : effects(SignalEffect.Publish.class)) {
                assertThat(publish.topic()).isEqualTo(identity.rootTopic());
                assertThat(publish.content()).contains("\"peerId\":\"mmm\"");
                times.add(now - 5000);
            }
        }
        assertThat(times).containsExactly(0L, 233L, 766L, 2099L, 5000L, 10_000L, 20_000L, 40_000L, 100_000L, 160_000L);
    }

    @Test
    void theSmallerIdOffersAndTheLargerAsksForIt() {
        signalling.relayConnected(0, 0);
        signalling.effects();

        signalling.received(0, identity.rootTopic(), announcement("zzz"), 1);
        assertThat(effects(SignalEffect.Offer.class))
                .extracting(SignalEffect.Offer::peer)
                .containsExactly("zzz");

        signalling.received(0, identity.rootTopic(), announcement("aaa"), 1);
        assertThat(signalling.effects())
                .hasSize(2)
                .contains(new SignalEffect.Seen("aaa"))
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                SignalEffect.Publish.class,
                                publish -> assertThat(publish.topic()).isEqualTo(identity.topicOf("aaa"))));
    }

    @Test
    void theDialIsClaimedWhenItIsDecided() {
        signalling.relayConnected(0, 0);
        signalling.relayConnected(1, 0);
        signalling.received(0, identity.rootTopic(), announcement("zzz"), 1);
        signalling.received(1, identity.rootTopic(), announcement("zzz"), 1);
        signalling.received(0, identity.rootTopic(), announcement("zzz"), 240);
        List<SignalEffect> effects = new ArrayList<>(signalling.effects());
        assertThat(effects).filteredOn(SignalEffect.Offer.class::isInstance).hasSize(1);

        signalling.described(1, "offer", 250);
        assertThat(effects(SignalEffect.Publish.class))
                .extracting(SignalEffect.Publish::relay)
                .containsExactly(0, 1);
    }

    @Test
    void anOfferIsTakenOnceThoughEveryRelayBringsIt() {
        signalling.relayConnected(0, 0);
        signalling.relayConnected(1, 0);
        String offer = signal(Signal.Kind.OFFER, "aaa", OFFER_ID, "offer");
        signalling.received(0, ownTopic(), offer, 1);
        signalling.received(1, ownTopic(), offer, 1);
        assertThat(effects(SignalEffect.Answer.class)).containsExactly(new SignalEffect.Answer(1, "aaa", "offer"));

        signalling.described(1, "answer", 2);
        assertThat(effects(SignalEffect.Publish.class))
                .extracting(SignalEffect.Publish::relay)
                .containsExactlyInAnyOrder(0, 1);

        // The peer says it again where the answer got lost.
        signalling.received(0, ownTopic(), offer, 5000);
        assertThat(effects(SignalEffect.Publish.class))
                .extracting(SignalEffect.Publish::relay)
                .containsExactly(0);

        // It has not given up, but the link has.
        signalling.closed(1, 5001);
        signalling.received(0, ownTopic(), offer, 5002);
        assertThat(effects(SignalEffect.Answer.class)).containsExactly(new SignalEffect.Answer(2, "aaa", "offer"));

        signalling.opened(2, 5003);
        signalling.closed(2, 50_000);
        signalling.received(0, ownTopic(), offer, 50_001);
        assertThat(effects(SignalEffect.Answer.class)).isEmpty();
    }

    @Test
    void candidatesMayComeAheadOfTheirOfferAndMoreThanOnce() {
        signalling.relayConnected(0, 0);
        String candidate = signal(Signal.Kind.CANDIDATE, "aaa", OFFER_ID, Signal.candidateJson(CANDIDATE));
        signalling.received(0, ownTopic(), candidate, 1);
        signalling.received(0, ownTopic(), candidate, 1);
        signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, "aaa", OFFER_ID, "offer"), 2);
        assertThat(signalling.effects())
                .filteredOn(effect -> !(effect instanceof SignalEffect.Publish))
                .containsExactly(new SignalEffect.Answer(1, "aaa", "offer"), new SignalEffect.Add(1, CANDIDATE));
        signalling.received(0, ownTopic(), candidate, 3);
        assertThat(signalling.effects()).isEmpty();
    }

    @Test
    void ownCandidatesGoWithTheDescriptionOrAfterIt() {
        signalling.relayConnected(0, 0);
        signalling.received(0, identity.rootTopic(), announcement("zzz"), 1);
        signalling.effects();
        signalling.gathered(1, CANDIDATE, 2);
        assertThat(signalling.effects()).isEmpty();
        signalling.described(1, "offer", 3);
        assertThat(effects(SignalEffect.Publish.class)).hasSize(2);
        signalling.gathered(1, new IceCandidate("candidate:2 way", "0", 0, null), 4);
        assertThat(effects(SignalEffect.Publish.class)).hasSize(1);
        signalling.gathered(1, new IceCandidate("", "0", 0, null), 5);
        assertThat(signalling.effects()).isEmpty();
    }

    @Test
    void anotherPasswordIsSaidOnceAMinute() {
        var stranger = identity("aaa", "other").cipher(random);
        signalling.relayConnected(0, 0);
        signalling.effects();
        for (int i = 0; i < 10; i++) {
            signalling.received(
                    0,
                    ownTopic(),
                    new Signal(Signal.Kind.OFFER, "aaa", "", "offer" + i, stranger.encrypt("offer")).toJson(),
                    i * 10_000L);
        }
        assertThat(signalling.effects()).hasSize(2).allMatch(SignalEffect.Failed.class::isInstance);
    }

    @Test
    void aLinkToAPageIsNotReplaced() {
        signalling.relayConnected(0, 0);
        signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, "aaa", OFFER_ID, "offer"), 2);
        signalling.described(1, "answer", 2);
        signalling.opened(1, 3);
        signalling.effects();
        signalling.replace(1, 4);
        assertThat(signalling.effects()).isEmpty();
    }

    @Test
    void anOfferThatNobodyAnswersIsGivenUp() {
        signalling.relayConnected(0, 0);
        signalling.received(0, identity.rootTopic(), announcement("zzz"), 0);
        signalling.described(1, "offer", 0);
        signalling.effects();
        var offers = new ArrayList<Long>();
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now = signalling.nextTick();
            signalling.tick(now);
            for (SignalEffect effect : signalling.effects()) {
                if (effect instanceof SignalEffect.Publish publish
                        && publish.content().contains("\"offer\"")) {
                    offers.add(now);
                } else if (effect instanceof SignalEffect.Close) {
                    assertThat(now).isEqualTo(57_333);
                    assertThat(offers).containsExactly(1000L, 3000L, 7000L, 15_000L, 31_000L);
                    return;
                }
            }
        }
        throw new AssertionError("never closed");
    }

    @Test
    void manyStrangersDoNotKeepOthersOut() {
        signalling.relayConnected(0, 0);
        signalling.effects();
        long open = 0;
        for (int i = 0; i < 50_000; i++) {
            signalling.received(0, identity.rootTopic(), announcement("zz" + i), i / 10);
            for (SignalEffect effect : signalling.effects()) {
                open += effect instanceof SignalEffect.Offer ? 1 : effect instanceof SignalEffect.Close ? -1 : 0;
            }
            assertThat(open).isLessThanOrEqualTo(64);
        }
        // The honest one says it again, as all do.
        signalling.received(0, identity.rootTopic(), announcement("zz"), 11_000);
        assertThat(effects(SignalEffect.Offer.class))
                .extracting(SignalEffect.Offer::peer)
                .contains("zz");
    }

    @Test
    void offersOfStrangersNeitherKeepThisSideFromDiallingNorOthersOut() {
        signalling.relayConnected(0, 0);
        for (int i = 0; i < 200; i++) {
            String stranger = String.format("a%02d", i / 2);
            signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, stranger, "offer" + i, "offer"), 1);
        }
        assertThat(effects(SignalEffect.Answer.class)).hasSize(48);

        signalling.received(0, identity.rootTopic(), announcement("zzz"), 2);
        assertThat(effects(SignalEffect.Offer.class)).hasSize(1);

        signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, "bbb", "honest", "offer"), 4_000);
        assertThat(effects(SignalEffect.Answer.class)).isEmpty();
        signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, "bbb", "honest", "offer"), 6_000);
        assertThat(signalling.effects())
                .anySatisfy(effect -> assertThat(effect).isInstanceOf(SignalEffect.Close.class))
                .anySatisfy(effect -> assertThat(effect)
                        .isInstanceOfSatisfying(
                                SignalEffect.Answer.class,
                                answer -> assertThat(answer.peer()).isEqualTo("bbb")));
    }

    @Test
    void candidatesOfOnePeerAreCounted() {
        signalling.relayConnected(0, 0);
        signalling.received(0, ownTopic(), signal(Signal.Kind.OFFER, "aaa", OFFER_ID, "offer"), 2);
        signalling.effects();
        for (int i = 0; i < 1000; i++) {
            String candidate = Signal.candidateJson(new IceCandidate("candidate:" + i, "0", 0, null));
            signalling.received(0, ownTopic(), signal(Signal.Kind.CANDIDATE, "aaa", OFFER_ID, candidate), 3);
        }
        assertThat(signalling.effects()).hasSize(64);
    }

    @Test
    void whatMakesNoSenseIsIgnored() {
        signalling.relayConnected(0, 0);
        signalling.effects();
        String offer = signal(Signal.Kind.OFFER, "aaa", OFFER_ID, "x".repeat(70_000));
        for (String content : new String[] {
            "",
            "null",
            "[]",
            "{}",
            "{\"peerId\":7}",
            "{\"peerId\":\"\"}",
            "{\"peerId\":\"a b\"}",
            "{\"peerId\":\"" + "a".repeat(65) + "\"}",
            "{\"peerId\":\"aaa\",\"offer\":\"\"}",
            "{\"peerId\":\"aaa\",\"offer\":7,\"offerId\":\"x\"}",
            "{\"peerId\":\"aaa\",\"offer\":\"x\"}",
            "{\"peerId\":\"aaa\",\"answer\":\"x\",\"offerId\":\"y\"}",
            "{\"peerId\":\"aaa\",\"candidate\":\"x\",\"offerId\":\"y\"}",
            announcement("mmm"),
            offer,
            "[".repeat(50_000),
            "{\"peerId\":\"aaa\"} "
        }) {
            signalling.received(0, ownTopic() + "x", content, 1);
            assertThat(signalling.effects()).as(content).isEmpty();
        }
        for (int i = 0; i < 20_000; i++) {
            char[] noise = offer.substring(0, 80).toCharArray();
            for (int j = 0; j < 3; j++) {
                noise[random.nextInt(noise.length)] = (char) random.nextInt(0x80);
            }
            signalling.received(0, ownTopic(), new String(noise), 1);
        }
        signalling.received(0, ownTopic(), offer, 2);
        assertThat(effects(SignalEffect.Answer.class)).isEmpty();
        signalling.described(99, "offer", 3);
        signalling.gathered(99, CANDIDATE, 3);
        signalling.opened(99, 3);
        signalling.closed(99, 3);
        signalling.replace(99, 3);
        signalling.departed("nobody", 3);
        signalling.returned("nobody", 3);
        assertThat(signalling.effects()).isEmpty();
    }

    @Test
    void namesThatOthersWouldReadDifferentlyAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> identity("", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> identity("a b", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> identity("aaa", "\ud800"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoomIdentity("", "room", "", "aaa"));
        assertThat(identity("aaa", "hidden").toString()).doesNotContain("hidden");
        assertThat(RoomIdentity.randomPeerId(random)).matches("[0-9A-Za-z]{20}");
    }
}
