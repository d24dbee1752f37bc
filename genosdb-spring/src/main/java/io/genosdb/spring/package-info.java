/** What a Spring application uses of GenosDB: the template, typed live events, exceptions in Spring's own hierarchy. */
@NullMarked
package io.genosdb.spring;

import org.jspecify.annotations.NullMarked;
