package io.genosdb.security.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.graph.Hash256;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import io.genosdb.security.testing.Author;
import io.genosdb.security.testing.Cable;
import io.genosdb.security.testing.Member;
import io.genosdb.security.testing.Stranger;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.IdentityChallenge;
import io.genosdb.sync.wire.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways to be let in as somebody else. */
class PeerAttackTest {

    private static final Hash256 ONE = Hash256.of(HexFormat.of().parseHex("01".repeat(32)));

    private Arena arena;

    @BeforeEach
    void open() {
        arena = new Arena();
        arena.given(arena.alice.put("open", "{\"text\":\"for members\"}", arena.now()));
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private Stranger dial() {
        var stranger = new Stranger(arena.victim.database(), Arena.DATABASE, "~stranger");
        stranger.greet();
        return stranger;
    }

    private void assertTurnedAway(Stranger stranger, ErrorCode code) {
        stranger.sayHello();
        arena.settle();
        assertThat(stranger.told()).isEqualTo(code);
        assertThat(stranger.isClosed()).isTrue();
        assertThat(stranger.hear())
                .noneMatch(message -> message instanceof Message.Hello
                        || message instanceof Message.Entries
                        || message instanceof Message.Digest
                        || message instanceof Message.Reconcile);
    }

    @Test
    void withoutAnIdentity() {
        assertTurnedAway(dial(), ErrorCode.IDENTITY);
    }

    @Test
    void withSomebodyElsesAddress() {
        for (Author other : List.of(arena.root, arena.server, arena.alice, arena.nobody)) {
            Stranger stranger = dial();
            stranger.identify(
                    arena.mallory, identity -> new Message.Identity(identity.policy(), other.text(), identity.proof()));
            assertTurnedAway(stranger, ErrorCode.IDENTITY);
        }
    }

    @Test
    void withTheVictimsOwnAddressAndProof() {
        Stranger stranger = dial();
        Message.Identity victims = stranger.victim();
        stranger.send(victims);
        assertTurnedAway(stranger, ErrorCode.IDENTITY);
    }

    /** Somebody who listened in, or whom the prover has dialled. */
    @Test
    void withAProofOfAnotherSession() {
        Stranger first = dial();
        var overheard = new ArrayList<Message.Identity>();
        first.identify(arena.alice, identity -> {
            overheard.add(identity);
            return identity;
        });
        assertThat(first.told()).isNull();
        Stranger second = dial();
        second.send(overheard.get(0));
        assertTurnedAway(second, ErrorCode.IDENTITY);
    }

    /** Everything that both know is part of what is signed: a proof that differs in any of it is none. */
    @Test
    void withAProofForSomebodyElse() {
        var none = new byte[0];
        var another = new Message.Greeting(Message.PROTOCOL_VERSION, Arena.DATABASE, "another", Hash256.ZERO, 0);
        UnaryOperator<Message.Greeting> renamed = greeting -> new Message.Greeting(
                greeting.version(), greeting.database(), "another", greeting.nonce(), greeting.horizonDay());
        UnaryOperator<Message.Greeting> renewed = greeting -> new Message.Greeting(
                greeting.version(),
                greeting.database(),
                greeting.origin(),
                another.nonce().plus(ONE),
                0);
        UnaryOperator<Message.Greeting> moved = greeting -> new Message.Greeting(
                greeting.version(), "elsewhere", greeting.origin(), greeting.nonce(), greeting.horizonDay());
        for (BiFunction<Stranger, Hash256, Hash256> challenge : List.<BiFunction<Stranger, Hash256, Hash256>>of(
                (peer, policy) -> IdentityChallenge.of(peer.mine(), peer.theirs(), false, policy, none),
                (peer, policy) -> IdentityChallenge.of(peer.theirs(), peer.mine(), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(renamed.apply(peer.mine()), peer.theirs(), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(peer.mine(), renamed.apply(peer.theirs()), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(renewed.apply(peer.mine()), peer.theirs(), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(peer.mine(), renewed.apply(peer.theirs()), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(moved.apply(peer.mine()), peer.theirs(), true, policy, none),
                (peer, policy) -> IdentityChallenge.of(peer.mine(), peer.theirs(), true, Hash256.ZERO, none),
                (peer, policy) -> IdentityChallenge.of(peer.mine(), peer.theirs(), true, policy, new byte[] {1}),
                (peer, policy) -> peer.theirs().nonce())) {
            Stranger peer = dial();
            peer.identify(
                    arena.alice,
                    identity -> new Message.Identity(
                            identity.policy(),
                            identity.address(),
                            arena.alice.identity().sign(challenge.apply(peer, identity.policy()))));
            assertTurnedAway(peer, ErrorCode.IDENTITY);
        }
    }

    @Test
    void withSomethingElseThanASignature() {
        for (UnaryOperator<byte[]> change : List.<UnaryOperator<byte[]>>of(
                proof -> new byte[0],
                proof -> new byte[64],
                proof -> Arrays.copyOf(proof, 63),
                proof -> Arrays.copyOf(proof, 65),
                proof -> Arrays.copyOf(proof, 1_024))) {
            Stranger stranger = dial();
            stranger.identify(
                    arena.alice,
                    identity -> new Message.Identity(
                            identity.policy(), identity.address(), change.apply(identity.proof())));
            assertTurnedAway(stranger, ErrorCode.IDENTITY);
        }
    }

    @Test
    void withAnAddressThatIsNone() {
        for (String address : List.of(
                "",
                "*",
                arena.alice.text().toLowerCase(java.util.Locale.ROOT),
                arena.alice.text() + " for " + arena.root.text(),
                arena.server.text() + " for " + arena.alice.text(),
                "user:" + arena.alice.text())) {
            Stranger stranger = dial();
            stranger.identify(
                    arena.alice, identity -> new Message.Identity(identity.policy(), address, identity.proof()));
            stranger.sayHello();
            arena.settle();
            assertThat(stranger.told()).as(address).isIn(ErrorCode.IDENTITY, ErrorCode.MALFORMED);
            assertThat(stranger.received()).isEmpty();
        }
    }

    @Test
    void twiceInOneSession() {
        Stranger stranger = dial();
        stranger.identify(arena.mallory, identity -> identity);
        stranger.identify(arena.alice, identity -> identity);
        arena.settle();
        assertThat(stranger.told()).isEqualTo(ErrorCode.UNEXPECTED);
    }

    @Test
    void withAnotherPolicy() {
        Roles lax = Roles.of(List.of(
                new Role("guest", Set.of(Permission.READ, Permission.SYNC, Permission.WRITE), null),
                new Role("superadmin", Set.of(), null)));
        for (GenosSecurity other : List.of(
                arena.security(arena.alice.identity()).roles(lax).build(),
                arena.security(arena.alice.identity())
                        .superAdmins(List.of(arena.root.address(), arena.alice.address()))
                        .build(),
                arena.security(arena.alice.identity())
                        .superAdmins(List.of(arena.alice.address()))
                        .build())) {
            try (var own =
                    new Member(arena.alice.identity(), other, UnaryOperator.identity(), arena.builder(), arena.time)) {
                Cable cable = arena.connect(own, arena.victim);
                arena.settle();
                assertThat(cable.left().failure()).isEqualTo(ErrorCode.POLICY);
                assertThat(cable.left().reason()).contains("superadmins and roles");
                assertThat(own.database().get("open")).isNull();
                assertThat(own.database().entries()).isEmpty();
            }
        }
    }

    @Test
    void withoutSecurityAtAll() {
        try (GenosDatabase open = arena.builder().open()) {
            open.put(Arena.json("{}"), "unsigned");
            var cable = new Cable(open, arena.victim.database());
            cable.settle();
            assertThat(cable.left().failure()).isEqualTo(ErrorCode.IDENTITY);
            assertThat(open.get("open")).isNull();
            assertThat(arena.victim.database().get("unsigned")).isNull();
        }
    }

    @Test
    void fromAnotherDatabase() {
        var stranger = new Stranger(arena.victim.database(), "elsewhere", "~stranger");
        stranger.greet();
        assertThat(stranger.told()).isEqualTo(ErrorCode.DATABASE);
    }

    @Test
    void entriesBeforeTheHandshakeIsDone() {
        Stranger stranger = dial();
        stranger.send(Message.Purpose.LIVE, List.of(arena.alice.put("early", "{}", arena.now())));
        arena.settle();
        assertThat(stranger.told()).isNotNull();
        assertThat(arena.victim.database().get("early")).isNull();
    }

    /** Who is convicted is let in again after a while, and for longer not after the next offence. */
    @Test
    void aConvictionLastsLongerEachTime() {
        Author forger = Arena.author(77);
        long first = forgeAndWait(forger);
        long second = forgeAndWait(forger);
        long third = forgeAndWait(forger);
        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
    }

    private long forgeAndWait(Author forger) {
        Stranger stranger = arena.stranger(forger);
        stranger.send(
                Message.Purpose.LIVE,
                List.of(arena.alice.put("x", "{}", arena.now()).signed(new byte[64])));
        assertThat(stranger.told()).isEqualTo(ErrorCode.FORGED);
        stranger.leave();
        long minutes = 0;
        for (ErrorCode told = ErrorCode.IDENTITY; told != null; minutes++) {
            arena.time.pass(Duration.ofSeconds(20));
            Stranger again = arena.stranger(forger);
            told = again.told();
            again.leave();
            assertThat(minutes).isLessThan(1_000);
        }
        return minutes;
    }

    /** All that come with a convicted address are cut off, not only the one that forged. */
    @Test
    void aConvictedPeersOtherConnectionsEndToo() {
        Author forger = Arena.author(78);
        Stranger one = arena.stranger(forger);
        var other = new Stranger(arena.victim.database(), Arena.DATABASE, "~other");
        other.greet();
        other.identify(forger, identity -> identity);
        other.sayHello();
        one.send(
                Message.Purpose.LIVE,
                List.of(arena.alice.put("x", "{}", arena.now()).signed(new byte[64])));
        assertThat(one.told()).isEqualTo(ErrorCode.FORGED);
        assertThat(other.told()).isEqualTo(ErrorCode.FORGED);
        Stranger honest = arena.stranger(arena.alice);
        arena.settle();
        assertThat(honest.told()).isNull();
    }

    /** What one peer hands in, others pass on: honest ones must not be taken for forgers because of it. */
    @Test
    void aForgerDoesNotMakeForgersOfOthers() {
        arena.assign(arena.bob, "user");
        arena.pass(Duration.ofMinutes(1));
        long now = arena.now();
        var written = arena.bob.put("bobs", "{\"n\":1}", now);
        arena.given(written);
        arena.pass(Duration.ofMinutes(1));
        var banishment =
                arena.root.role(arena.bob.text(), "{\"role\":\"none\",\"since\":" + (now - 1_000) + "}", arena.now());
        Stranger stranger = arena.stranger(arena.mallory);
        stranger.send(Message.Purpose.LIVE, List.of(banishment, written.signed(new byte[64])));
        arena.settle();
        var pardon = arena.root.role(
                arena.bob.text(), "{\"role\":\"user\",\"since\":" + (now - 2_000) + "}", arena.now() + 10);
        arena.victim.database().merge(List.of(banishment, pardon));
        arena.pass(Duration.ofMinutes(1));
        assertThat(arena.victim.database().entries())
                .filteredOn(entry -> entry.nodeId().equals("bobs"))
                .containsExactly(written);
        Member late = arena.open(Arena.author(79));
        Cable cable = arena.connect(late, arena.victim);
        arena.assign(Arena.author(79), "server");
        arena.pass(Duration.ofMinutes(1));
        assertThat(cable.left().failure()).isNull();
        assertThat(late.database().entries()).contains(written);
        arena.assertEqual();
    }
}
