/**
 * What Weir costs, against what people would use instead. {@link dev.weir.benchmarks.Benchmarks} is
 * the command; it runs each {@link dev.weir.benchmarks.Part} in JVMs of its own.
 *
 * <p>{@link dev.weir.benchmarks.Alternation} lets the contenders run in turn, a block of tests
 * each. That is why JMH is not used: it runs one benchmark to its end before the next, or each in a
 * fork of its own, and a streaming test gets faster until about the 250th of a JVM; only figures of
 * contenders that alternate in one JVM can be divided by each other. Nothing here is so short that
 * a clock, or the compiler's liberty with dead code, would matter.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.benchmarks;
