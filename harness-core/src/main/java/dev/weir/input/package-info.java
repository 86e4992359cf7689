/** What a test feeds: memory, socket and file inputs. */
@NullMarked
package dev.weir.input;

import org.jspecify.annotations.NullMarked;
