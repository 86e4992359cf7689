package dev.weir;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What this JVM's classes come from. */
final class ClassPath {
  private ClassPath() {}

  /** As it is given to another JVM. */
  static String asText() {
    return System.getProperty("java.class.path");
  }

  /** Its folders and jars. */
  static List<Path> entries() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(asText())
        .map(Path::of)
        .toList();
  }
}
