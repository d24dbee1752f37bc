package io.genosdb.spring.security;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.SignedWrites;
import io.genosdb.spring.security.passkey.Passkeys;
import io.genosdb.spring.security.siwe.InMemoryNonceStore;
import io.genosdb.spring.security.siwe.NonceStore;
import io.genosdb.spring.security.siwe.SiweRules;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestHeaderRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.ClassUtils;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;

/**
 * Lets people sign in with their wallet:
 * {@code http.with(genosDb(), siwe -> siwe.domain("app.example.org"))}.
 *
 * <p>Adds {@code /genosdb/siwe/nonce} (GET, POST) and {@code /genosdb/siwe/login} (POST), and behind authorization
 * {@code /genosdb/entries/draft} and {@code /genosdb/entries} (POST) for entries that people sign themselves. Answers requests that
 * need somebody signed in by 401 as JSON, those that the database does not permit by 403, and gives everybody who comes with a
 * session the authorities of this moment, with a passkey of the graph their address as well. Protection against CSRF stays as it is.
 *
 * @since 0.1
 */
public final class GenosDbConfigurer extends AbstractHttpConfigurer<GenosDbConfigurer, HttpSecurity> {

    private static final String NONCE_PATH = "/genosdb/siwe/nonce";
    private static final String LOGIN_PATH = "/genosdb/siwe/login";
    private static final String DRAFT_PATH = "/genosdb/entries/draft";
    private static final String ENTRIES_PATH = "/genosdb/entries";

    /** Passkeys are optional. */
    private static final boolean WEB_AUTHN = ClassUtils.isPresent(
            "org.springframework.security.web.webauthn.authentication.WebAuthnAuthentication",
            GenosDbConfigurer.class.getClassLoader());

    private final Set<String> domains = new LinkedHashSet<>();
    private final Set<Long> chainIds = new LinkedHashSet<>();
    private Duration clockSkew = Duration.ofMinutes(1);
    private InstantSource clock = Clock.systemUTC();
    private @Nullable NonceStore nonces;
    private @Nullable AuthoritySource authorities;
    private @Nullable TokenStore tokens;

    private GenosDbConfigurer() {}

    /**
     * For {@link HttpSecurity#with}.
     *
     * @return a configurer
     */
    public static GenosDbConfigurer genosDb() {
        return new GenosDbConfigurer();
    }

    /**
     * A page's domain, from which one may sign in. There must be one, and there may be several.
     *
     * @param domain the authority of its URL, as in {@code app.example.org} or {@code localhost:8080}
     * @return this configurer
     */
    public GenosDbConfigurer domain(String domain) {
        domains.add(domain);
        return this;
    }

    /**
     * A chain that wallets may be on. May be given several times; 1, the main net, if never.
     *
     * @param chainId the chain's number by EIP-155
     * @return this configurer
     */
    public GenosDbConfigurer chainId(long chainId) {
        chainIds.add(chainId);
        return this;
    }

    /**
     * How far the clocks of pages may be off.
     *
     * @param skew one minute by default
     * @return this configurer
     */
    public GenosDbConfigurer clockSkew(Duration skew) {
        clockSkew = skew;
        return this;
    }

    /**
     * The time.
     *
     * @param source the system's clock by default
     * @return this configurer
     */
    public GenosDbConfigurer clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Where nonces are kept.
     *
     * @param store the bean of this type by default, or else the memory of this instance
     * @return this configurer
     */
    public GenosDbConfigurer nonceStore(NonceStore store) {
        nonces = store;
        return this;
    }

    /**
     * What tells authorities.
     *
     * @param source the bean of this type by default, or else the graph of the {@link GenosSecurity} bean
     * @return this configurer
     */
    public GenosDbConfigurer authorities(AuthoritySource source) {
        authorities = source;
        return this;
    }

    /**
     * Gives those who sign in a bearer token instead of a session. Requests with a token need no CSRF token: no other site can send
     * one.
     *
     * @param store where tokens are kept, as {@link InMemoryTokenStore}
     * @return this configurer
     */
    public GenosDbConfigurer tokens(TokenStore store) {
        tokens = store;
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // HttpSecurity names its configurers by raw classes
    public void init(HttpSecurity http) {
        var rules = new SiweRules(domains, chainIds.isEmpty() ? Set.of(1L) : chainIds, clockSkew);
        AuthoritySource source = authorities(http);
        http.authenticationProvider(new SiweAuthenticationProvider(rules, nonces(http), source, clock));
        answerInJson(http);
        if (WEB_AUTHN) {
            Passkeys.configure(http, source);
        }
        if (tokens != null) {
            var filter = new BearerTokenFilter(tokens, source, getSecurityContextHolderStrategy());
            http.addFilterBefore(filter, UsernamePasswordAuthenticationFilter.class);
            exemptFromCsrf(http);
            LogoutConfigurer<?> logout = http.getConfigurer(LogoutConfigurer.class);
            if (logout != null) {
                logout.addLogoutHandler(filter);
            }
        }
    }

    /** The only entry point where there is no other, and the one for programs where there is. */
    @SuppressWarnings("unchecked") // HttpSecurity names its configurers by raw classes
    private void answerInJson(HttpSecurity http) {
        ExceptionHandlingConfigurer<?> handling = http.getConfigurer(ExceptionHandlingConfigurer.class);
        if (handling != null) {
            handling.defaultAuthenticationEntryPointFor(entryPoint(), programs());
        }
    }

    private static AuthenticationEntryPoint entryPoint() {
        return (request, response, exception) ->
                JsonHttp.writeError(response, HttpStatus.UNAUTHORIZED, "unauthorized", "sign in first");
    }

    private RequestMatcher programs() {
        var json = new MediaTypeRequestMatcher(new HeaderContentNegotiationStrategy(), MediaType.APPLICATION_JSON);
        json.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return new OrRequestMatcher(
                getRequestMatcherBuilder().matcher("/genosdb/**"),
                json,
                new RequestHeaderRequestMatcher(HttpHeaders.AUTHORIZATION));
    }

    @SuppressWarnings("unchecked") // HttpSecurity names its configurers by raw classes
    private static void exemptFromCsrf(HttpSecurity http) {
        CsrfConfigurer<?> csrf = http.getConfigurer(CsrfConfigurer.class);
        if (csrf != null) {
            csrf.ignoringRequestMatchers(request -> BearerTokenFilter.token(request) != null);
        }
    }

    @Override
    public void configure(HttpSecurity http) {
        AuthoritySource source = authorities(http);
        http.addFilterAfter(
                new LiveAuthenticationFilter(source, passkeys(http), getSecurityContextHolderStrategy()),
                SecurityContextHolderFilter.class);
        boolean inSession = tokens == null;
        RequestMatcher nonceRequests = new OrRequestMatcher(List.of(
                getRequestMatcherBuilder().matcher(HttpMethod.GET, NONCE_PATH),
                getRequestMatcherBuilder().matcher(HttpMethod.POST, NONCE_PATH)));
        http.addFilterBefore(
                new SiweNonceFilter(nonceRequests, nonces(http), inSession, clock),
                UsernamePasswordAuthenticationFilter.class);
        http.addFilterBefore(postProcess(login(http, inSession)), UsernamePasswordAuthenticationFilter.class);
        http.addFilterAfter(new NotPermittedFilter(), AuthorizationFilter.class);
        SignedWrites writes = signedWrites(http.getSharedObject(ApplicationContext.class));
        if (writes != null) {
            var entries = new EntriesFilter(
                    getRequestMatcherBuilder().matcher(HttpMethod.POST, DRAFT_PATH),
                    getRequestMatcherBuilder().matcher(HttpMethod.POST, ENTRIES_PATH),
                    writes,
                    getSecurityContextHolderStrategy());
            http.addFilterAfter(entries, AuthorizationFilter.class);
        }
    }

    private static Function<Authentication, @Nullable GenosAuthentication> passkeys(HttpSecurity http) {
        return WEB_AUTHN ? Passkeys.reader(http.getSharedObject(ApplicationContext.class)) : other -> null;
    }

    private static @Nullable SignedWrites signedWrites(ApplicationContext context) {
        SignedWrites writes = context.getBeanProvider(SignedWrites.class).getIfAvailable();
        if (writes != null || context.getBeanNamesForType(GenosSecurity.class, true, false).length == 0) {
            return writes;
        }
        return new WalletEntries(
                () -> context.getBean(GenosSecurity.class), () -> context.getBean(GenosOperations.class));
    }

    private SiweLoginFilter login(HttpSecurity http, boolean inSession) {
        var filter = new SiweLoginFilter(getRequestMatcherBuilder().matcher(HttpMethod.POST, LOGIN_PATH), inSession);
        filter.setAuthenticationManager(http.getSharedObject(AuthenticationManager.class));
        filter.setAuthenticationSuccessHandler(new SignedInHandler(tokens));
        filter.setAuthenticationFailureHandler((request, response, exception) -> JsonHttp.writeError(
                response,
                HttpStatus.UNAUTHORIZED,
                "unauthorized",
                "signing in failed: ask for a new nonce and try again"));
        filter.setSecurityContextHolderStrategy(getSecurityContextHolderStrategy());
        if (inSession) {
            SessionAuthenticationStrategy sessions = http.getSharedObject(SessionAuthenticationStrategy.class);
            if (sessions != null) {
                filter.setSessionAuthenticationStrategy(sessions);
            }
            SecurityContextRepository contexts = http.getSharedObject(SecurityContextRepository.class);
            if (contexts != null) {
                filter.setSecurityContextRepository(contexts);
            }
        }
        return filter;
    }

    private AuthoritySource authorities(HttpSecurity http) {
        if (authorities == null) {
            ApplicationContext context = http.getSharedObject(ApplicationContext.class);
            authorities = context.getBeanProvider(AuthoritySource.class)
                    .getIfAvailable(() -> new GenosAuthorities(() -> context.getBean(GenosSecurity.class)));
        }
        return authorities;
    }

    private NonceStore nonces(HttpSecurity http) {
        if (nonces == null) {
            nonces = http.getSharedObject(ApplicationContext.class)
                    .getBeanProvider(NonceStore.class)
                    .getIfAvailable(() -> new InMemoryNonceStore(
                            InMemoryNonceStore.LIFETIME, InMemoryNonceStore.CAPACITY, clock, new SecureRandom()));
        }
        return nonces;
    }
}
