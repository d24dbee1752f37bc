package io.genosdb.samples.quickstart;

import io.genosdb.spring.repository.config.EnableGenosAuditing;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.auditing.DateTimeProvider;

@Configuration(proxyBeanMethods = false)
@EnableGenosAuditing(dateTimeProviderRef = "milliseconds")
class QuickstartConfiguration {

    /** Milliseconds are what a browser's dates hold. */
    @Bean
    DateTimeProvider milliseconds() {
        var clock = InstantSource.system();
        return () -> Optional.of(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
