package io.genosdb.rtc.transport;

import java.util.regex.Pattern;

/**
 * What comes from the other side, before native code reads it: one section for data and none for media, and candidates only
 * with addresses, in bounded numbers. Names are left out: a page's {@code .local} ones mean nothing here and need not, since the
 * page can reach this side's addresses; and no stranger shall make this machine look up names.
 */
final class RemoteSdp {

    static final int MAX_CANDIDATES = 128;

    private static final int MAX_CHARACTERS = 64 * 1024;
    private static final int MAX_CANDIDATE_CHARACTERS = 1024;
    private static final String CANDIDATE_ATTRIBUTE = "a=candidate:";
    private static final Pattern SPACES = Pattern.compile(" ");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+");
    private static final int ADDRESS_FIELD = 4;
    private static final int FIELDS_BEFORE_EXTENSIONS = 8;

    private RemoteSdp() {}

    /**
     * A description that may be handed on.
     *
     * @throws IllegalArgumentException saying why it may not
     */
    static String checked(String description) {
        if (description.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("it is longer than " + MAX_CHARACTERS + " characters");
        }
        StringBuilder kept = new StringBuilder(description.length());
        int sections = 0;
        int candidates = 0;
        for (String line : description.lines().toList()) {
            if (line.startsWith("m=")) {
                sections++;
                if (!line.startsWith("m=application ")) {
                    throw new IllegalArgumentException("it asks for media");
                }
            }
            if (line.startsWith(CANDIDATE_ATTRIBUTE)
                    && (!isUsable(line.substring("a=".length())) || ++candidates > MAX_CANDIDATES)) {
                continue;
            }
            kept.append(line).append("\r\n");
        }
        if (sections != 1) {
            throw new IllegalArgumentException("it has " + sections + " sections for data, not one");
        }
        return kept.toString();
    }

    /** Whether a candidate's line has an address, and so may be handed on. */
    static boolean isUsable(String candidate) {
        if (candidate.length() > MAX_CANDIDATE_CHARACTERS || !candidate.startsWith("candidate:")) {
            return false;
        }
        for (int i = 0; i < candidate.length(); i++) {
            if (candidate.charAt(i) < ' ' || candidate.charAt(i) > '~') {
                return false;
            }
        }
        String[] fields = SPACES.split(candidate, -1);
        return fields.length >= FIELDS_BEFORE_EXTENSIONS
                && ADDRESS.matcher(fields[ADDRESS_FIELD]).matches();
    }
}
