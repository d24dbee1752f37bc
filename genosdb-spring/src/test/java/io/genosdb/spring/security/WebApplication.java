package io.genosdb.spring.security;

import io.genosdb.security.identity.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** What the web tests have in common: roles that can be changed, a clock, and a few endpoints. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@EnableWebSecurity
class WebApplication {

    /** Roles by address. */
    static final class TestRoles extends ConcurrentHashMap<Address, String> {
        private static final long serialVersionUID = 1L;
    }

    static AnnotationConfigWebApplicationContext start(Class<?>... configurations) {
        var context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.register(WebApplication.class);
        context.register(configurations);
        context.refresh();
        return context;
    }

    static MockMvc mvc(AnnotationConfigWebApplicationContext context) {
        return MockMvcBuilders.webAppContextSetup(context)
                .apply(SecurityMockMvcConfigurers.springSecurity())
                .build();
    }

    @Bean
    TestClock clock() {
        return new TestClock();
    }

    /** Found as a member of the configuration. */
    @RestController
    static final class Endpoints {

        @GetMapping("/me")
        Map<String, Object> me(Authentication authentication) {
            return Map.of(
                    "name", authentication.getName(),
                    "principal", String.valueOf(new SecurityContextPrincipal().get()));
        }

        @PostMapping("/write")
        String write() {
            return "written";
        }

        @GetMapping("/admin")
        String admin() {
            return "for admins";
        }
    }
}
