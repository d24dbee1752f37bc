/** Pages in a browser that know nothing but trystero, among themselves and with peers of ours. */
@NullMarked
package io.genosdb.rtc.browser;

import org.jspecify.annotations.NullMarked;
