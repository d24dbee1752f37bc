/** Auto-configuration of methods that listen to live queries. */
@NullMarked
package io.genosdb.spring.boot.autoconfigure.listener;

import org.jspecify.annotations.NullMarked;
