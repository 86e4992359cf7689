/** What a sink received: batches as they arrived, and the views over them. */
@NullMarked
package dev.weir.sink;

import org.jspecify.annotations.NullMarked;
