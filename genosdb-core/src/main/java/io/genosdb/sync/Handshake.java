package io.genosdb.sync;

import io.genosdb.graph.Hash256;
import io.genosdb.sync.reconcile.EntryIndex;
import io.genosdb.sync.wire.ErrorCode;
import io.genosdb.sync.wire.IdentityChallenge;
import io.genosdb.sync.wire.Message;
import io.genosdb.sync.wire.SecretProof;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How two replicas begin: they greet, prove the secret where there is one and who they are where the database is guarded, and only
 * then sum up their states. Ends with a {@link Meeting}. Not thread-safe.
 */
final class Handshake {

    private final Replica replica;
    private final OpLog log;
    private final SyncOptions options;
    private final SecretProof secret;
    private final Admission admission;
    private final Admission.@Nullable Credentials credentials;
    private final Link link;
    private final Peers peers;
    private final Consumer<Message> output;
    private final Message.Greeting ownGreeting;
    private Message.@Nullable Greeting greeting;
    private Message.@Nullable Hello ownHello;
    private boolean isProved;
    private String peer = "";
    private @Nullable String address;
    private Audience audience = Audience.EVERYBODY;

    Handshake(
            Replica replica,
            OpLog log,
            SyncOptions options,
            SecretProof secret,
            Admission admission,
            Link link,
            Peers peers,
            Hash256 nonce,
            Consumer<Message> output) {
        this.replica = replica;
        this.log = log;
        this.options = options;
        this.secret = secret;
        this.admission = admission;
        this.credentials = admission.credentials();
        this.link = link;
        this.peers = peers;
        this.output = output;
        this.ownGreeting = new Message.Greeting(
                Message.PROTOCOL_VERSION, replica.database(), replica.origin(), nonce, replica.horizonDay());
        output.accept(ownGreeting);
    }

    void receive(Message.Greeting theirs) throws ProtocolException {
        if (greeting != null) {
            throw ProtocolException.unexpected(theirs);
        }
        peer = theirs.origin();
        if (theirs.version() != Message.PROTOCOL_VERSION) {
            throw new ProtocolException(
                    ErrorCode.VERSION,
                    "this replica speaks version " + Message.PROTOCOL_VERSION
                            + " of the sync protocol, its peer version " + theirs.version() + ": update the older one");
        }
        if (!theirs.database().equals(replica.database())) {
            throw new ProtocolException(
                    ErrorCode.DATABASE,
                    "this is database '" + replica.database() + "', its peer has '" + theirs.database()
                            + "': replicas that are to sync need the same genosdb.name");
        }
        if (theirs.origin().equals(replica.origin())) {
            throw new ProtocolException(ErrorCode.SELF, "this replica is connected to itself");
        }
        greeting = theirs;
        Hash256 proof = secret.prove(ownGreeting, theirs);
        if (proof == null) {
            introduce(theirs);
        } else {
            output.accept(new Message.Proof(proof));
        }
    }

    void receive(Message.Proof theirs) throws ProtocolException {
        Message.Greeting theirGreeting = greeting;
        if (theirGreeting == null || isProved) {
            throw ProtocolException.unexpected(theirs);
        }
        if (!secret.accepts(theirs.proof(), theirGreeting, ownGreeting)) {
            throw notShared();
        }
        isProved = true;
        introduce(theirGreeting);
    }

    private void introduce(Message.Greeting theirs) {
        Admission.Credentials own = credentials;
        if (own == null) {
            sayHello(theirs);
        } else {
            byte[] proof = admission.prove(
                    IdentityChallenge.of(ownGreeting, theirs, link.isOutgoing(), own.policy(), link.binding()));
            output.accept(new Message.Identity(own.policy(), own.address(), proof));
        }
    }

    void receive(Message.Identity theirs) throws ProtocolException {
        Message.Greeting theirGreeting = greeting;
        if (theirGreeting == null || address != null) {
            throw ProtocolException.unexpected(theirs);
        }
        if (secret.isSet() && !isProved) {
            throw notShared();
        }
        Admission.Credentials own = credentials;
        if (own == null) {
            throw notGuarded("its peer", "this replica");
        }
        if (!theirs.policy().equals(own.policy())) {
            throw new ProtocolException(
                    ErrorCode.POLICY,
                    "the replicas enforce different rules: superadmins and roles (genosdb.security) must be the same on all of"
                            + " them");
        }
        String refusal = admission.refusal(
                theirs.address(),
                theirs.proof(),
                IdentityChallenge.of(theirGreeting, ownGreeting, !link.isOutgoing(), theirs.policy(), link.binding()));
        if (refusal != null) {
            throw new ProtocolException(ErrorCode.IDENTITY, refusal);
        }
        if (link.transport().equals(Link.LOCAL) && !theirs.address().equals(own.address())) {
            throw new ProtocolException(
                    ErrorCode.IDENTITY,
                    "processes that share a store need the same identity: what one writes the other stores");
        }
        address = theirs.address();
        audience = peers.audience(theirs.address());
        sayHello(theirGreeting);
    }

    private static ProtocolException notGuarded(String guarded, String other) {
        return new ProtocolException(
                ErrorCode.IDENTITY,
                guarded + " enforces roles and signatures, " + other
                        + " does not: genosdb.security must be on for all replicas of a database, or for none");
    }

    private static ProtocolException notShared() {
        return new ProtocolException(
                ErrorCode.SECRET,
                "the replicas do not share the secret: genosdb.sync.secret must be the same on all of them");
    }

    private void sayHello(Message.Greeting theirs) {
        long horizon = Meeting.horizon(ownGreeting, theirs);
        Message.Hello hello = replica.read(audience, index -> hello(index, horizon));
        ownHello = hello;
        output.accept(hello);
    }

    private Message.Hello hello(EntryIndex index, long horizon) {
        EntryIndex.View view = index.since(horizon);
        return new Message.Hello(
                view.size(), view.digest(), log.end(), peers.cursor(peer), options.window(), replica.lastEqual());
    }

    /** The end of the handshake. */
    Meeting receive(Message.Hello theirs) throws ProtocolException {
        Message.Greeting theirGreeting = greeting;
        Message.Hello mine = ownHello;
        if (theirGreeting == null) {
            throw ProtocolException.unexpected(theirs);
        }
        if (mine == null) {
            // They say hello before they have proved the secret, or who they are.
            throw secret.isSet() && !isProved ? notShared() : notGuarded("this replica", "its peer");
        }
        return new Meeting(ownGreeting, theirGreeting, mine, theirs);
    }

    /** The peer's identifier, or the empty string before it has greeted. */
    String peer() {
        return peer;
    }

    /** The peer's address, proved; {@code null} before that, and where the database is not guarded. */
    @Nullable
    String address() {
        return address;
    }

    /** What of the state this replica and the peer are to tell each other. */
    Audience audience() {
        return audience;
    }

    /** The peer's random number, which names its run and numbers its links. */
    byte[] peersNonce() {
        Message.Greeting theirs = greeting;
        return theirs == null ? new byte[Hash256.BYTES] : theirs.nonce().toBytes();
    }
}
