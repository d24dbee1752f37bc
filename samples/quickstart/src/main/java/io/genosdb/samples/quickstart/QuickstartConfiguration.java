package io.genosdb.samples.quickstart;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class QuickstartConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
