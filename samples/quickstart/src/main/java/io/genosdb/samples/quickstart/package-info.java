@NullMarked
package io.genosdb.samples.quickstart;

import org.jspecify.annotations.NullMarked;
