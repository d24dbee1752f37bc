/** How repositories are found and made beans. */
@NullMarked
package io.genosdb.spring.repository.config;

import org.jspecify.annotations.NullMarked;
