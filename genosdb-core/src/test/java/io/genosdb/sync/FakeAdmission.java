package io.genosdb.sync;

import io.genosdb.graph.Hash256;
import io.genosdb.graph.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Identities without cryptography: whoever knows a name can sign with it, which the tests do only where they cheat. */
final class FakeAdmission implements Admission {

    static final Hash256 POLICY = Stranger.hash(42);

    final List<Hash256> challenges = new ArrayList<>();
    final Map<String, String> convicted = new HashMap<>();
    final Map<String, Reader> readers = new HashMap<>();
    private final String address;
    private final Hash256 policy;

    FakeAdmission(String address) {
        this(address, POLICY);
    }

    FakeAdmission(String address, Hash256 policy) {
        this.address = address;
        this.policy = policy;
    }

    static byte[] sign(String address, Hash256 challenge) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(address.getBytes(StandardCharsets.UTF_8));
            return digest.digest(challenge.toBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Credentials credentials() {
        return new Credentials(policy, address);
    }

    @Override
    public byte[] prove(Hash256 challenge) {
        challenges.add(challenge);
        return sign(address, challenge);
    }

    @Override
    public @Nullable String refusal(String other, byte[] proof, Hash256 challenge) {
        if (!Arrays.equals(proof, sign(other, challenge))) {
            return "the proof of " + other + " is wrong";
        }
        return convicted.containsKey(other) ? other + " is convicted: " + convicted.get(other) : null;
    }

    @Override
    public Reader reader(String other) {
        return readers.getOrDefault(other, Reader.EVERYTHING);
    }

    @Override
    public void convict(String other, String offence) {
        convicted.put(other, offence);
    }
}
