/** What Weir costs. */
@org.jspecify.annotations.NullMarked
package dev.weir.benchmarks;
