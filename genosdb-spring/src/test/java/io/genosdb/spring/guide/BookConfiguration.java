package io.genosdb.spring.guide;

import io.genosdb.spring.repository.config.EnableGenosRepositories;
import org.springframework.context.annotation.Configuration;

// tag: repository-without-boot
@Configuration
@EnableGenosRepositories(basePackages = "com.example.books")
class BookConfiguration {}
// end: repository-without-boot
