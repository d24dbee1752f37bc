package io.genosdb.spring.boot.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application, whose components are {@link TestedComponents}. */
@SpringBootApplication
class TestedApplication {}
