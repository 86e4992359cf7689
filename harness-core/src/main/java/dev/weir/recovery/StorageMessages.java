package dev.weir.recovery;

import java.time.Duration;

/** What is said of faults of the storage. */
final class StorageMessages {
  private static final String PAGE = " See docs/errors/storage-fault.md";

  private StorageMessages() {}

  static String notAnEnd(String files) {
    return "A fault needs to know which files it is for: say how their paths end, such as"
        + " \"offsets/1\" or \"state/**.delta\", and not \""
        + files
        + "\"."
        + PAGE;
  }

  static String noGlob(String files, String why) {
    return "\"" + files + "\" is no glob of files: " + why + "." + PAGE;
  }

  static String negative(long bytes) {
    return "A file or a disk has zero bytes or more, but was to have " + bytes + "." + PAGE;
  }

  static String noDelay(Duration delay) {
    return "A delay must be positive, but is " + delay + "." + PAGE;
  }

  static String noTimes(int times) {
    return "A fault hits at least 1 file, but was to hit "
        + times
        + ". To end one that was injected, call lift()."
        + PAGE;
  }

  static String injected(String fault) {
    return "a fault that the test has injected, "
        + fault
        + ". Restart the query to see whether it recovers."
        + PAGE;
  }

  static String neverHit(String fault) {
    return fault
        + " was injected, and no such file has been written since, so that it has shown nothing."
        + PAGE;
  }
}
