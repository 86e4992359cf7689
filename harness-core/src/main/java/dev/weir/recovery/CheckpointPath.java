package dev.weir.recovery;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a file in a checkpoint, cut out of the path that Spark names in a message. */
final class CheckpointPath {
  private static final Pattern IN_CHECKPOINT =
      Pattern.compile(
          "/((?:offsets|commits)/\\d+|sources/\\d+/[^/]+|state/\\d+/\\d+/.*|_spark_metadata/[^/]+"
              + "|metadata)$");

  private CheckpointPath() {}

  /** As far as it can be told; the whole path else. */
  static String of(String path) {
    Matcher inCheckpoint = IN_CHECKPOINT.matcher(path);
    return inCheckpoint.find() ? inCheckpoint.group(1) : path;
  }

  /** The file that Hadoop keeps the checksum in. */
  static String checksumOf(String path) {
    int name = path.lastIndexOf('/') + 1;
    return path.substring(0, name) + "." + path.substring(name) + ".crc";
  }
}
