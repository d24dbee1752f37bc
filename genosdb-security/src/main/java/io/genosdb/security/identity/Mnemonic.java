package io.genosdb.security.identity;

import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.MnemonicCode;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Keys from words (BIP-39, the English list) and from seeds (BIP-32). No message repeats a word. */
final class Mnemonic {

    private static final Set<Integer> COUNTS = Set.of(12, 15, 18, 21, 24);
    private static final Pattern PATH = Pattern.compile("m(/[0-9]{1,10}'?){0,16}");
    private static final long HARDENED = 1L << 31;
    private static final int SHORTEST_SEED = 16;
    private static final int LONGEST_SEED = 64;

    private Mnemonic() {}

    /** The seed that words and a passphrase make. */
    static byte[] seed(String mnemonic, char[] passphrase) {
        String normalized = Normalizer.normalize(mnemonic, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        List<String> words = List.of(normalized.strip().split("\\s+"));
        check(words);
        String normalizedPassphrase = Normalizer.normalize(new String(passphrase), Normalizer.Form.NFKD);
        return MnemonicCode.toSeed(words, normalizedPassphrase);
    }

    private static void check(List<String> words) {
        if (!COUNTS.contains(words.size())) {
            throw new IllegalArgumentException(
                    "a mnemonic has 12, 15, 18, 21 or 24 words, and this one has " + words.size());
        }
        List<String> list = MnemonicCode.INSTANCE.getEnglishWordlist();
        for (int i = 0; i < words.size(); i++) {
            if (!list.contains(words.get(i))) {
                throw new IllegalArgumentException(
                        "word " + (i + 1) + " of the mnemonic is not in the English list of BIP-39: look for a slip");
            }
        }
        if (!isConsistent(words, list)) {
            throw new IllegalArgumentException("the words of the mnemonic do not belong together:"
                    + " one is another word of the list, or their order is another (the checksum of BIP-39 is wrong)");
        }
    }

    /** Not by a rethrown exception, which could say more than it should. */
    private static boolean isConsistent(List<String> words, List<String> list) {
        try {
            MnemonicCode.validate(words, list);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The private key that follows from a seed on a path. */
    static byte[] privateKey(byte[] seed, String path) {
        if (seed.length < SHORTEST_SEED || seed.length > LONGEST_SEED) {
            throw new IllegalArgumentException("a seed has 16 to 64 bytes, and this one has " + seed.length);
        }
        DeterministicWallet.ExtendedPrivateKey key = DeterministicWallet.generate(seed);
        for (long child : children(path)) {
            key = key.derivePrivateKey(child);
        }
        return key.secretkeybytes.toByteArray();
    }

    private static long[] children(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("'" + path + "' is not a derivation path like m/44'/60'/0'/0/0");
        }
        return path.equals("m")
                ? new long[0]
                : Pattern.compile("/")
                        .splitAsStream(path.substring(2))
                        .mapToLong(step -> {
                            boolean hardened = step.endsWith("'");
                            long number = Long.parseLong(hardened ? step.substring(0, step.length() - 1) : step);
                            if (number >= HARDENED) {
                                throw new IllegalArgumentException(
                                        "a step of the derivation path " + path + " is beyond 2147483647");
                            }
                            return hardened ? number + HARDENED : number;
                        })
                        .toArray();
    }
}
