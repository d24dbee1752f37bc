package io.genosdb.samples.notes;

import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosOperations;
import io.genosdb.spring.security.AuthoritySource;
import io.genosdb.spring.security.GenosStompSecurity;
import io.genosdb.spring.security.SecurityContextPrincipal;
import io.genosdb.spring.security.passkey.GenosUserCredentialRepository;
import io.genosdb.spring.security.passkey.GenosUserEntityRepository;
import io.genosdb.spring.security.passkey.PasskeyNodes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PasskeyConfiguration {

    @Bean
    PasskeyNodes passkeyNodes(
            ObjectProvider<GenosSecurity> security,
            ObjectProvider<GenosOperations> operations,
            SecurityContextPrincipal principal) {
        return new PasskeyNodes(security::getObject, operations::getObject, principal);
    }

    @Bean
    GenosUserEntityRepository userEntityRepository(PasskeyNodes nodes) {
        return new GenosUserEntityRepository(nodes);
    }

    @Bean
    GenosUserCredentialRepository userCredentialRepository(PasskeyNodes nodes) {
        return new GenosUserCredentialRepository(nodes);
    }

    @Bean
    GenosStompSecurity stompSecurity(AuthoritySource authorities) {
        return new GenosStompSecurity(GenosStompSecurity.rules(), authorities, null);
    }
}
