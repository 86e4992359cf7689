/** One running query under the harness's control, one step at a time. */
@NullMarked
package dev.weir.query;

import org.jspecify.annotations.NullMarked;
