package dev.weir.junit;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The file of a test's page: readable, the same in each run, and no two the same. */
final class PageName {
  private static final int LONGEST = 80;

  private PageName() {}

  static String of(ExtensionContext context) {
    String name =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.substring(0, Math.min(LONGEST, plain.length()))
        + String.format(Locale.ROOT, "-%08x.html", context.getUniqueId().hashCode());
  }
}
