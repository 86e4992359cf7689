/**
 * The front door: {@code StreamHarness} owns what one test needs, {@code HarnessOptions} says how.
 */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
