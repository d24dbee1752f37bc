package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Identity;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** Somebody's wallet, and the page that they sign in from. */
record Wallet(Identity identity) {

    static final Wallet ALICE = of(1);
    static final Wallet BOB = of(2);

    static Wallet of(int key) {
        return new Wallet(Identity.ofPrivateKey("%064x".formatted(key)));
    }

    Address address() {
        return identity.address();
    }

    /** A message as libraries make it; what is wanted otherwise is replaced in it. */
    String message(String nonce, Instant issuedAt) {
        return """
                app.example.org wants you to sign in with your Ethereum account:
                %s

                Sign in to the notes.

                URI: https://app.example.org/
                Version: 1
                Chain ID: 1
                Nonce: %s
                Issued At: %s""".formatted(address(), nonce, issuedAt);
    }

    String signature(String message) {
        return "0x" + HexFormat.of().formatHex(identity.sign(message));
    }

    String login(String message) {
        return login(message, signature(message));
    }

    static String login(String message, String signature) {
        return JsonObject.of(Map.of("message", new JsonString(message), "signature", new JsonString(signature)))
                .toJson();
    }
}
