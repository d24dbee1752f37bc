package io.genosdb.spring.boot.autoconfigure.data.planets;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/** Says where the packages of a test's application are. */
@AutoConfigurationPackage
@Configuration(proxyBeanMethods = false)
public class PlanetApplication {}
