/**
 * Spring Security over the graph: who has signed in, what they may do as of now, and for whom the database acts. Needs Spring
 * Security and {@code genosdb-security}.
 */
@NullMarked
package io.genosdb.spring.security;

import org.jspecify.annotations.NullMarked;
