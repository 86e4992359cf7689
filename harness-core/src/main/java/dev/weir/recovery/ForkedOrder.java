package dev.weir.recovery;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a forked JVM is told to do, as a line on its standard input.
 *
 * @param folder what outlives it
 * @param added how many batches earlier JVMs have added
 * @param place where it is going to be killed; null if it is to run to the end
 */
record ForkedOrder(Path folder, int added, @Nullable CrashAt place) {

  String line() {
    return encoded(folder.toString()) + " " + added + (place == null ? "" : " " + line(place));
  }

  static ForkedOrder parse(String line) {
    String[] words = line.split(" ", 3);
    return new ForkedOrder(
        Path.of(decoded(words[0])),
        Integer.parseInt(words[1]),
        words.length == 2 ? null : place(words[2]));
  }

  static String line(CrashAt place) {
    return place.point() + " " + place.batchId() + " " + place.number() + " " + place.row();
  }

  static CrashAt place(String line) {
    String[] words = line.split(" ", -1);
    return new CrashAt(
        CrashPoint.valueOf(words[0]),
        Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]));
  }

  /** Any text as one word. */
  static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(String word) {
    return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
  }
}
