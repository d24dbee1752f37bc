package io.genosdb.security.policy;

/**
 * Who wrote an entry: who signed it, and for whom.
 *
 * @param signer the address whose key signed it
 * @param principal the address by whose rights it is judged: the signer's own, or that of whom the signer acts for
 * @since 0.1
 */
public record Author(String signer, String principal) {

    /**
     * Whether somebody signed for somebody else.
     *
     * @return true where signer and principal differ
     */
    public boolean isDelegated() {
        return !signer.equals(principal);
    }

    /**
     * As an entry names it.
     *
     * @return what {@link io.genosdb.graph.Entry#author()} says
     */
    public String text() {
        return Names.authorText(signer, principal);
    }

    boolean mentions(String address) {
        return principal.equals(address) || signer.equals(address);
    }
}
