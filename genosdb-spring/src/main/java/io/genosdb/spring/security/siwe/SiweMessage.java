package io.genosdb.spring.security.siwe;

import io.genosdb.security.identity.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message of Sign-In with Ethereum (EIP-4361, version 1), which somebody signs in their wallet. Says what it says: whether to
 * believe it is a matter of {@link SiweRules}. Immutable.
 *
 * @param scheme the scheme of the page's origin, or {@code null}
 * @param domain the page's authority, as in {@code app.example.org} or {@code localhost:8080}
 * @param address who wants to sign in
 * @param statement what the person is told, or {@code null}
 * @param uri what one signs in to
 * @param chainId the chain that the wallet is on
 * @param nonce the server's nonce
 * @param issuedAt when the message was made
 * @param expirationTime from when on it is of no use, or {@code null}
 * @param notBefore until when it is of no use, or {@code null}
 * @param requestId of meaning to the application only, or {@code null}
 * @param resources what else the person agrees to, as URIs
 * @since 0.1
 */
public record SiweMessage(
        @Nullable String scheme,
        String domain,
        Address address,
        @Nullable String statement,
        String uri,
        long chainId,
        String nonce,
        Instant issuedAt,
        @Nullable Instant expirationTime,
        @Nullable Instant notBefore,
        @Nullable String requestId,
        List<String> resources) {

    /** How long the text may be, in characters. */
    public static final int MAX_LENGTH = 4096;

    private static final String WANTS = " wants you to sign in with your Ethereum account:";
    private static final String VERSION = "1";
    private static final String RESOURCE = "- ";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+,;=:@%\\[\\]]+");
    private static final Pattern STATEMENT = Pattern.compile("[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;= ]+");
    private static final Pattern URI_TEXT =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]*");
    private static final Pattern CHAIN_ID = Pattern.compile("[0-9]{1,18}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,}");
    private static final Pattern PCHARS = Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*+");
    private static final Pattern DATE_TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    /**
     * Checks that the text form is a message.
     *
     * @throws IllegalArgumentException if something cannot stand in a message
     */
    public SiweMessage {
        resources = List.copyOf(resources);
        if (scheme != null) {
            check(SCHEME, scheme, "scheme");
        }
        checkAuthority(domain);
        if (statement != null) {
            check(STATEMENT, statement, "statement");
        }
        checkUri(uri, "URI");
        if (chainId < 0 || chainId > 999_999_999_999_999_999L) {
            throw new IllegalArgumentException("Chain ID: beyond what is possible");
        }
        check(NONCE, nonce, "Nonce");
        checkTime(issuedAt, "Issued At");
        checkTime(expirationTime, "Expiration Time");
        checkTime(notBefore, "Not Before");
        if (requestId != null) {
            check(PCHARS, requestId, "Request ID");
        }
        for (String resource : resources) {
            checkUri(resource, "Resources");
        }
    }

    private static void check(Pattern form, String text, String what) {
        if (text.length() > MAX_LENGTH || !form.matcher(text).matches()) {
            throw new IllegalArgumentException(what + ": empty, too long, or with characters that cannot stand there");
        }
    }

    private static void checkAuthority(String domain) {
        check(AUTHORITY, domain, "domain");
        if (!domain.equals(parseUri("any://" + domain, "domain").getRawAuthority())) {
            throw new IllegalArgumentException("domain: not an authority");
        }
    }

    private static void checkUri(String uri, String what) {
        check(URI_TEXT, uri, what);
        if (!parseUri(uri, what).isAbsolute()) {
            throw new IllegalArgumentException(what + ": without a scheme");
        }
    }

    private static URI parseUri(String uri, String what) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(what + ": not a URI", e);
        }
    }

    private static void checkTime(@Nullable Instant time, String what) {
        if (time != null) {
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year < 0 || year > 9999) {
                throw new IllegalArgumentException(what + ": beyond the years that can be written");
            }
        }
    }

    /**
     * Reads a message, exactly as the grammar of EIP-4361 has it.
     *
     * @param text what somebody has signed
     * @return the message
     * @throws IllegalArgumentException if it is none; the message tells which part is wrong, and nothing of its content
     */
    public static SiweMessage parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
        }
        var lines = new Lines(text);
        String origin = lines.takeBefore(WANTS);
        int colon = origin.indexOf("://");
        Address address = address(lines.take("address"));
        lines.takeEmpty();
        String statement = lines.take("statement");
        if (!statement.isEmpty()) {
            lines.takeEmpty();
        }
        String uri = lines.takeAfter("URI: ");
        if (!lines.takeAfter("Version: ").equals(VERSION)) {
            throw new IllegalArgumentException("Version: only " + VERSION + " is known");
        }
        long chainId = chainId(lines.takeAfter("Chain ID: "));
        String nonce = lines.takeAfter("Nonce: ");
        Instant issuedAt = time(lines.takeAfter("Issued At: "), "Issued At");
        String expirationTime = lines.takeIf("Expiration Time: ");
        String notBefore = lines.takeIf("Not Before: ");
        String requestId = lines.takeIf("Request ID: ");
        List<String> resources = lines.takeHeading("Resources:") ? lines.takeAll(RESOURCE) : List.of();
        lines.checkEnd();
        return new SiweMessage(
                colon < 0 ? null : origin.substring(0, colon),
                colon < 0 ? origin : origin.substring(colon + 3),
                address,
                statement.isEmpty() ? null : statement,
                uri,
                chainId,
                nonce,
                issuedAt,
                expirationTime == null ? null : time(expirationTime, "Expiration Time"),
                notBefore == null ? null : time(notBefore, "Not Before"),
                requestId,
                resources);
    }

    private static Address address(String text) {
        try {
            return new Address(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("address: not one with the checksum of EIP-55", e);
        }
    }

    private static long chainId(String text) {
        check(CHAIN_ID, text, "Chain ID");
        return Long.parseLong(text);
    }

    private static Instant time(String text, String what) {
        check(DATE_TIME, text, what);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(what + ": there is no such time", e);
        }
    }

    /**
     * The text to be signed.
     *
     * @return what {@link #parse} reads
     */
    public String toText() {
        var text = new StringBuilder(512);
        if (scheme != null) {
            text.append(scheme).append("://");
        }
        text.append(domain).append(WANTS).append('\n').append(address.text()).append("\n\n");
        if (statement != null) {
            text.append(statement).append('\n');
        }
        text.append("\nURI: ").append(uri).append("\nVersion: ").append(VERSION);
        text.append("\nChain ID: ").append(chainId).append("\nNonce: ").append(nonce);
        text.append("\nIssued At: ").append(issuedAt);
        append(text, "\nExpiration Time: ", expirationTime);
        append(text, "\nNot Before: ", notBefore);
        append(text, "\nRequest ID: ", requestId);
        if (!resources.isEmpty()) {
            text.append("\nResources:");
            resources.forEach(resource -> text.append('\n').append(RESOURCE).append(resource));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name).append(value);
        }
    }
}
