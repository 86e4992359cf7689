/** AssertJ assertions over the views, and the texts of their failures. */
@NullMarked
package dev.weir.assertion;

import org.jspecify.annotations.NullMarked;
