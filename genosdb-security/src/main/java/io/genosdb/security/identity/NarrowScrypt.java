package io.genosdb.security.identity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;

/**
 * scrypt with r = 1. BouncyCastle's wants n below 2^16 then, as RFC 7914 does; keystores of the early clients, and the example of
 * the definition, have n = 2^18.
 */
final class NarrowScrypt {

    /** 64 bytes. */
    private static final int BLOCK_WORDS = 16;

    private static final int WORDS = 2 * BLOCK_WORDS;
    private static final int BYTES = WORDS * Integer.BYTES;
    private static final int SALSA_ROUNDS = 8;

    private final int[] memory;
    private final int n;
    private final int[] state = new int[WORDS];
    private final int[] input = new int[BLOCK_WORDS];
    private final int[] output = new int[BLOCK_WORDS];

    private NarrowScrypt(int n) {
        this.n = n;
        this.memory = new int[n * WORDS];
    }

    static byte[] generate(byte[] password, byte[] salt, int n, int p, int bytes) {
        byte[] blocks = Keystore.pbkdf2(password, salt, 1, p * BYTES);
        var scrypt = new NarrowScrypt(n);
        try {
            for (int i = 0; i < p; i++) {
                scrypt.mix(ByteBuffer.wrap(blocks, i * BYTES, BYTES).slice().order(ByteOrder.LITTLE_ENDIAN));
            }
            return Keystore.pbkdf2(password, blocks, 1, bytes);
        } finally {
            Arrays.fill(blocks, (byte) 0);
            Arrays.fill(scrypt.memory, 0);
        }
    }

    /** scryptROMix. */
    private void mix(ByteBuffer block) {
        block.asIntBuffer().get(state);
        for (int i = 0; i < n; i++) {
            System.arraycopy(state, 0, memory, i * WORDS, WORDS);
            mixBlocks();
        }
        for (int i = 0; i < n; i++) {
            int from = (state[BLOCK_WORDS] & (n - 1)) * WORDS;
            for (int j = 0; j < WORDS; j++) {
                state[j] ^= memory[from + j];
            }
            mixBlocks();
        }
        block.asIntBuffer().put(state);
    }

    /** scryptBlockMix of two blocks. */
    private void mixBlocks() {
        System.arraycopy(state, BLOCK_WORDS, output, 0, BLOCK_WORDS);
        for (int half = 0; half < WORDS; half += BLOCK_WORDS) {
            for (int i = 0; i < BLOCK_WORDS; i++) {
                input[i] = output[i] ^ state[half + i];
            }
            Salsa20Engine.salsaCore(SALSA_ROUNDS, input, output);
            System.arraycopy(output, 0, state, half, BLOCK_WORDS);
        }
    }
}
