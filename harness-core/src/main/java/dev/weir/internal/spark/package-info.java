/** The only package that touches Spark's internals or a Scala type. Not part of the API. */
@NullMarked
package dev.weir.internal.spark;

import org.jspecify.annotations.NullMarked;
