package io.genosdb.spring.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.authority.AuthorityUtils;

/** Roles without a graph. */
@Configuration(proxyBeanMethods = false)
class FakeRoles {

    @Bean
    WebApplication.TestRoles roles() {
        return new WebApplication.TestRoles();
    }

    @Bean
    AuthoritySource authoritySource(WebApplication.TestRoles roles) {
        return address -> {
            String role = roles.get(address);
            return role == null
                    ? AuthorityUtils.NO_AUTHORITIES
                    : AuthorityUtils.createAuthorityList(GenosAuthorities.ofRole(role));
        };
    }
}
