package io.genosdb.query;

import io.genosdb.graph.Vertex;

/**
 * Numbers vertices in the order in which they are met: an open-addressing table from arrival to number. One thread.
 */
final class VertexNumbers {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Arrival + 2, so that 0 is a free place whatever the arrival. */
    private long[] keys = new long[64];

    private int[] numbers = new int[64];
    private int shift = 64 - 6;
    private int size;

    int size() {
        return size;
    }

    /** The vertex's number, or -1. */
    int get(Vertex vertex) {
        int place = place(vertex.arrival() + 2);
        return keys[place] == 0 ? -1 : numbers[place];
    }

    /** The vertex's number; a vertex met for the first time gets what {@code size()} was before. */
    int number(Vertex vertex) {
        long key = vertex.arrival() + 2;
        int place = place(key);
        if (keys[place] != 0) {
            return numbers[place];
        }
        if (size >= keys.length / 2) {
            grow();
            place = place(key);
        }
        keys[place] = key;
        numbers[place] = size;
        return size++;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) ((key * GOLDEN) >>> shift);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                numbers[place] = oldNumbers[i];
            }
        }
    }
}
