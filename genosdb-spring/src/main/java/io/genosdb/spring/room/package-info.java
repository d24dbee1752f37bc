/** The rooms of an application's databases: joined and left with its context, their peers told as events. */
@NullMarked
package io.genosdb.spring.room;

import org.jspecify.annotations.NullMarked;
