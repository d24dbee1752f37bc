package io.genosdb.spring.boot.autoconfigure.stomp;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application that has nothing but its dependencies. */
@SpringBootConfiguration
@EnableAutoConfiguration
class StompApplication {}
