package io.genosdb.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote an entry: the one who signed it, and on whose behalf.
 *
 * @param signer whose signature it has
 * @param subject for whom the signer acts, or {@code null} where the signer acts for itself
 * @since 0.1
 */
public record Authorship(Address signer, @Nullable Address subject) {

    private static final String FOR = " for ";
    private static final int LENGTH_WITH_SUBJECT = 2 * Address.LENGTH + FOR.length();

    /**
     * Who wrote an entry.
     *
     * @throws IllegalArgumentException if somebody is said to act for themselves
     */
    public Authorship {
        if (signer.equals(subject)) {
            throw new IllegalArgumentException("who acts for themselves, as " + signer + " does, is named once");
        }
    }

    /**
     * Reads the text of an entry's author.
     *
     * @param text {@code <address>} or {@code <address> for <address>}, each in the exact case of EIP-55
     * @return who wrote it
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Authorship parse(String text) {
        if (text.length() == LENGTH_WITH_SUBJECT && text.startsWith(FOR, Address.LENGTH)) {
            return new Authorship(
                    new Address(text.substring(0, Address.LENGTH)),
                    new Address(text.substring(Address.LENGTH + FOR.length())));
        }
        return new Authorship(new Address(text), null);
    }

    /**
     * Whose rights count: those of the subject if there is one.
     *
     * @return the subject, or else the signer
     */
    public Address actor() {
        return subject != null ? subject : signer;
    }

    /**
     * The text of an entry's author.
     *
     * @return what {@link #parse} reads
     */
    public String text() {
        return subject == null ? signer.text() : signer.text() + FOR + subject.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
