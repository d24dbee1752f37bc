package io.genosdb.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.genosdb.graph.Hash256;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Our signatures and those of the npm package ethers, each verified by the other. Skipped where there is no npm. */
class EthersTest {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "node");
    private static final HexFormat HEX = HexFormat.of();
    private static final int CASES = 50;
    private static final int CHEAP = 1 << 4;
    private static final String PASSWORD = "correct horse";

    @Test
    void eachVerifiesWhatTheOtherSigned() throws IOException, InterruptedException {
        install();
        var random = new Random(1);
        var identities = new ArrayList<Identity>();
        var hashes = new ArrayList<Hash256>();
        var messages = new ArrayList<String>();
        var toVerify = new ArrayList<Object>();
        var toRead = new ArrayList<Object>();
        var toSign = new ArrayList<Object>();
        for (int i = 0; i < CASES; i++) {
            String key = HEX.formatHex(bytes(random));
            Identity identity = Identity.ofPrivateKey(key);
            Hash256 hash = Hash256.of(bytes(random));
            String message = "Message " + i + " ä ✓ 🔑".repeat(i);
            identities.add(identity);
            hashes.add(hash);
            messages.add(message);
            String address = identity.address().text();
            toVerify.add(Map.of("address", address, "hash", hash.toString(), "signature", hex(identity.sign(hash))));
            toRead.add(Map.of("message", message, "signature", hex(identity.sign(message))));
            toSign.add(Map.of("privateKey", "0x" + key, "hash", hash.toString(), "message", message));
        }
        toVerify.add(Map.of(
                "address",
                identities.get(0).address().text(),
                "hash",
                hashes.get(0).toString(),
                "signature",
                hex(identities.get(1).sign(hashes.get(0)))));

        String keystore = identities.get(0).toKeystore(PASSWORD.toCharArray(), new SecureRandom(), CHEAP);

        Map<?, ?> answers = ask(Map.of(
                "hashes", toVerify, "messages", toRead, "toSign", toSign, "keystore", keystore, "password", PASSWORD));

        var verified = new ArrayList<Object>((List<?>) answers.get("hashes"));
        assertThat(verified.remove(CASES)).isEqualTo(false);
        assertThat(verified).hasSize(CASES).containsOnly(true);
        assertThat(answers.get("messages"))
                .isEqualTo(identities.stream().map(Identity::toString).toList());
        for (int i = 0; i < CASES; i++) {
            var signed = (Map<?, ?>) ((List<?>) answers.get("signed")).get(i);
            Address address = identities.get(i).address();
            assertThat(signed.get("address")).isEqualTo(address.text());
            assertThat(Signatures.isSignedBy(address, hashes.get(i), Signatures.compact(signature(signed, "ofHash"))))
                    .isTrue();
            assertThat(Signatures.signerOf(messages.get(i), signature(signed, "ofMessage")))
                    .contains(address);
        }
        assertThat(answers.get("opened")).isEqualTo(identities.get(0).toString());
        assertThat(Identity.ofKeystore((String) answers.get("keystore"), PASSWORD.toCharArray()))
                .hasToString(identities.get(0).toString());
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] signature) {
        return HEX.formatHex(signature);
    }

    private static byte[] signature(Map<?, ?> signed, String name) {
        return HEX.parseHex((String) signed.get(name));
    }

    private static Map<?, ?> ask(Map<String, Object> questions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("node", "wallet.mjs")
                .directory(INSTALLED.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(JsonValue.of(questions).toString().getBytes(StandardCharsets.UTF_8));
        }
        String answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return JsonObject.parse(answers).toJava();
    }

    /** Once for each lock file. */
    private static void install() throws IOException, InterruptedException {
        if (!runs(Path.of("."), "node", "--version") || !runs(Path.of("."), "npm", "--version")) {
            skip("there is no node with npm here (18 or later; Debian: apt-get install nodejs npm)");
        }
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "wallet.mjs")) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path lock = SOURCES.resolve("package-lock.json");
        Path done = INSTALLED.resolve("installed");
        if (Files.exists(done) && Files.mismatch(done, lock) == -1) {
            return;
        }
        if (!runs(INSTALLED, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")) {
            skip("npm ci could not install ethers in " + INSTALLED.toAbsolutePath() + "; see above");
        }
        Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void skip(String reason) {
        String message = "Skipped: signatures are not compared with those of ethers: " + reason;
        LoggerFactory.getLogger(EthersTest.class).warn(message); // Surefire shows no reasons.
        abort(message);
    }

    private static boolean runs(Path directory, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(5, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
