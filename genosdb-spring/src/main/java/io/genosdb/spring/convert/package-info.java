/** Between the objects of an application and the JSON values of nodes. */
@NullMarked
package io.genosdb.spring.convert;

import org.jspecify.annotations.NullMarked;
