package io.genosdb.samples.catalog;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;

@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
class CatalogConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
