/** Tests of the part of an application that works with a graph database. */
@NullMarked
package io.genosdb.spring.boot.test;

import org.jspecify.annotations.NullMarked;
