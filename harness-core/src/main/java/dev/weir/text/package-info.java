/** Rows that are written as text in a test: text tables and JSON lines. */
@NullMarked
package dev.weir.text;

import org.jspecify.annotations.NullMarked;
