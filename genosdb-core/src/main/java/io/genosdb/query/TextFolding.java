package io.genosdb.query;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;

/**
 * What {@code $text} compares: text without accents, case and punctuation, each run of white space one space.
 *
 * <p>Accents are the non-spacing marks of the decomposed form; what stays is composed again, so that a Korean syllable
 * is one character and not its letters. Symbols ({@code +}, {@code €}, emoji) are not punctuation and stay.
 */
final class TextFolding {

    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    private static final int DROPPED = 1 << Character.NON_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.CONNECTOR_PUNCTUATION
            | 1 << Character.DASH_PUNCTUATION
            | 1 << Character.START_PUNCTUATION
            | 1 << Character.END_PUNCTUATION
            | 1 << Character.INITIAL_QUOTE_PUNCTUATION
            | 1 << Character.FINAL_QUOTE_PUNCTUATION
            | 1 << Character.OTHER_PUNCTUATION
            | 1 << Character.MODIFIER_SYMBOL
            | 1 << Character.FORMAT;

    private static final int SPACE =
            1 << Character.SPACE_SEPARATOR | 1 << Character.LINE_SEPARATOR | 1 << Character.PARAGRAPH_SEPARATOR;

    private TextFolding() {}

    static String fold(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) >= 0x80) {
                return NFC.normalize(stripped(UCharacter.foldCase(NFD.normalize(text), true)));
            }
        }
        return foldAscii(text);
    }

    private static String foldAscii(String text) {
        int length = text.length();
        var folded = new StringBuilder(length);
        boolean space = false;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                space = separate(folded, space);
                folded.append(c);
            } else if (c >= 'A' && c <= 'Z') {
                space = separate(folded, space);
                folded.append((char) (c + ('a' - 'A')));
            } else if (isSpace(c)) {
                space = true;
            } else if (!isDropped(c)) {
                space = separate(folded, space);
                folded.append(c);
            }
        }
        return folded.toString();
    }

    private static String stripped(String text) {
        var kept = new StringBuilder(text.length());
        boolean space = false;
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isSpace(c)) {
                space = true;
            } else if (!isDropped(c)) {
                space = separate(kept, space);
                kept.appendCodePoint(c);
            }
        }
        return kept.toString();
    }

    /** Puts the one space that stands for a run before what follows it; never at the start. */
    private static boolean separate(StringBuilder text, boolean space) {
        if (space && !text.isEmpty()) {
            text.append(' ');
        }
        return false;
    }

    private static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0D) || c == 0x85 || (1 << Character.getType(c) & SPACE) != 0;
    }

    private static boolean isDropped(int c) {
        return (1 << Character.getType(c) & DROPPED) != 0;
    }
}
