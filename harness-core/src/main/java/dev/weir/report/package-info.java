/**
 * What a person sees of a run: {@link dev.weir.report.Timeline} is what happened, as a page and as
 * text, and {@link dev.weir.report.RunIndex} the page over all tests. Nothing else knows this
 * package.
 */
@NullMarked
package dev.weir.report;

import org.jspecify.annotations.NullMarked;
