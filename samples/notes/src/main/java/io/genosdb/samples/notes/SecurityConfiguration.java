package io.genosdb.samples.notes;

import static io.genosdb.spring.security.GenosDbConfigurer.genosDb;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;

/** Who may ask what. What they then see and change is decided by the database, for every road into it. */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {

    /** The page itself, and what it is made of. */
    private static final String[] PAGE = {
        "/", "/index.html", "/icon.svg", "/css/**", "/js/**", "/modules/**", "/webjars/**"
    };

    /** Everybody sees public notes; every live query is answered by the rights of who asks, every peer has to prove who it is. */
    private static final String[] OPEN = {"/api/me", "/api/notes/**", "/genosdb/stomp", "/genosdb/peer", "/error"};

    @Bean
    SecurityFilterChain web(HttpSecurity http, @Value("${notes.domain}") String domain) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, PAGE)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, OPEN)
                        .permitAll()
                        .requestMatchers("/admin.html", "/api/admin/**", "/actuator/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .authenticated())
                .with(genosDb(), wallets -> wallets.domain(domain))
                .webAuthn(passkeys ->
                        passkeys.rpName("GenosDB notes").rpId("localhost").allowedOrigins("http://" + domain))
                .csrf(CsrfConfigurer::spa)
                .logout(logout ->
                        logout.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
                .build();
    }
}
