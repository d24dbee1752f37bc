package io.genosdb.spring.security;

import io.genosdb.GenosDatabase;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.identity.Identity;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A database with a guard, of an application that may do everything. */
@Configuration(proxyBeanMethods = false)
public class Guarded {

    @Bean
    GenosSecurity genosSecurity() {
        Identity application = Identity.ofPrivateKey("%064x".formatted(77));
        return GenosSecurity.builder(application)
                .superAdmins(List.of(application.address()))
                .principal(new SecurityContextPrincipal())
                .build();
    }

    @Bean
    AuthoritySource authoritySource(GenosSecurity security) {
        return new GenosAuthorities(() -> security);
    }

    @Bean(destroyMethod = "close")
    GenosDatabase genosDatabase(GenosSecurity security) {
        return GenosDatabase.builder("guarded").guard(security).open();
    }

    @Bean
    GenosConverter genosConverter() {
        return new JacksonGenosConverter();
    }

    @Bean
    GenosTemplate genosTemplate(GenosDatabase database, GenosConverter converter) {
        return new GenosTemplate(database, converter);
    }
}
