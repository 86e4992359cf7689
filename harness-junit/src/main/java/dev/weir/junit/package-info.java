/** The JUnit Jupiter extension: a shared session, an injected harness, leak checks. */
@NullMarked
package dev.weir.junit;

import org.jspecify.annotations.NullMarked;
