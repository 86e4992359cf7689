/** README and docs as a static site, and the checks that keep pages, code and links together. */
@NullMarked
package dev.weir.site;

import org.jspecify.annotations.NullMarked;
