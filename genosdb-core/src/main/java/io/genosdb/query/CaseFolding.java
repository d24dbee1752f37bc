package io.genosdb.query;

import com.ibm.icu.lang.UCharacter;

/** Simple case folding: one code point to one code point, so that {@code _} and positions keep their meaning. */
final class CaseFolding {

    private CaseFolding() {}

    static int fold(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
        }
        return UCharacter.foldCase(codePoint, true);
    }

    static String fold(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return foldFrom(text, i);
            }
        }
        return text;
    }

    private static String foldFrom(String text, int start) {
        var folded = new StringBuilder(text.length()).append(text, 0, start);
        int c;
        for (int i = start; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            folded.appendCodePoint(fold(c));
        }
        return folded.toString();
    }
}
