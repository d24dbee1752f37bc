/** The endpoint {@code genosdb} of Spring Boot's Actuator. */
@NullMarked
package io.genosdb.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
