/**
 * What holds for each input, and needs no expected rows: {@link dev.weir.property.Slicings} runs a
 * job over the same rows, cut into micro-batches in different ways, and compares the answers.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.property;
