package dev.weir.assertion;

import java.util.List;
import java.util.Locale;

/** Guesses which column was meant by a name that is none. */
final class NearestName {
  private NearestName() {}

  static String hint(String name, List<String> columns) {
    String plain = plain(name);
    for (String column : columns) {
      String other = plain(column);
      if (other.equals(plain) || other.startsWith(plain) || plain.startsWith(other)) {
        return "; perhaps '" + column + "' was meant";
      }
    }
    return "";
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
