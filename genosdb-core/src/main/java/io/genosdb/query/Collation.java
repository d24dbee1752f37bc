package io.genosdb.query;

import com.ibm.icu.text.Collator;
import com.ibm.icu.util.ULocale;

/**
 * The order of strings in a sort: Unicode root collation.
 *
 * <p>A frozen collator is thread-safe by a lock, and readers take none, so each thread has its own.
 */
final class Collation {

    private static final ThreadLocal<Collator> ROOT = ThreadLocal.withInitial(() -> Collator.getInstance(ULocale.ROOT));

    private Collation() {}

    static int compare(String left, String right) {
        return left.equals(right) ? 0 : ROOT.get().compare(left, right);
    }
}
