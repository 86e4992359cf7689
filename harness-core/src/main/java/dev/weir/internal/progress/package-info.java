/** How far long work has come, for whoever waits for it. */
@NullMarked
package dev.weir.internal.progress;

import org.jspecify.annotations.NullMarked;
