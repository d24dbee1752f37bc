package io.genosdb.query;

import io.genosdb.graph.Vertex;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Puts what several postings gave in order of arrival. Each arrival is packed into a long with the place it came from, so
 * that longs are sorted, which is several times faster than to compare vertices.
 */
final class ArrivalSort {

    private ArrivalSort() {}

    /** Visits vertices in order of arrival, each once; gives false if the visitor stopped. */
    static boolean forEachDistinct(List<Vertex> vertices, Predicate<Vertex> visitor) {
        long highest = 0;
        for (int i = 0; i < vertices.size(); i++) {
            highest = Math.max(highest, vertices.get(i).arrival());
        }
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(vertices.size());
        if (Long.numberOfLeadingZeros(highest) <= placeBits) {
            return compared(vertices, visitor);
        }
        return packed(vertices, placeBits, visitor);
    }

    private static boolean packed(List<Vertex> vertices, int placeBits, Predicate<Vertex> visitor) {
        var packed = new long[vertices.size()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = vertices.get(i).arrival() << placeBits | i;
        }
        Arrays.sort(packed);
        long last = -1;
        long placeMask = (1L << placeBits) - 1;
        for (long pair : packed) {
            if (pair >>> placeBits != last && !visitor.test(vertices.get((int) (pair & placeMask)))) {
                return false;
            }
            last = pair >>> placeBits;
        }
        return true;
    }

    private static boolean compared(List<Vertex> vertices, Predicate<Vertex> visitor) {
        vertices.sort(Comparator.comparingLong(Vertex::arrival));
        Vertex last = null;
        for (Vertex vertex : vertices) {
            if (vertex != last && !visitor.test(vertex)) {
                return false;
            }
            last = vertex;
        }
        return true;
    }
}
