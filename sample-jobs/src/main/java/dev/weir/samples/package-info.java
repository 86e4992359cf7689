/** Three streaming jobs as they would be submitted to a cluster. */
@NullMarked
package dev.weir.samples;

import org.jspecify.annotations.NullMarked;
