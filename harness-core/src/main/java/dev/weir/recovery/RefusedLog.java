package dev.weir.recovery;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Offset, commit and other logs that do not fit together, or cannot be read. */
final class RefusedLog {
  private static final Pattern TOO_NEW =
      Pattern.compile(
          "Failed to read log file (\\S+)\\. UnsupportedLogVersion: maximum supported log version is"
              + " (\\S+), but encountered (\\S+)\\. ");
  private static final Pattern MALFORMED =
      Pattern.compile("Failed to read log file (\\S+)\\. (?:Incomplete log file|Log file was)");
  private static final Pattern GAP = Pattern.compile("batch (\\d+) doesn't exist");
  private static final Pattern NO_OFFSETS =
      Pattern.compile("Batch (\\d+) was committed without end epoch offsets!");
  private static final Pattern WRITTEN_TWICE =
      Pattern.compile("Multiple streaming jobs detected for (\\d+)\\b");
  private static final Pattern LOST_OF_SINK =
      Pattern.compile("Unable to find batch (\\S+/_spark_metadata/\\S+?)\\.?(?:\\s|$)");

  private RefusedLog() {}

  static Optional<String> explain(Thrown thrown) {
    return thrown
        .find(TOO_NEW)
        .map(m -> RestartMessages.tooNew(path(m), m.group(2), m.group(3)))
        .or(() -> thrown.find(MALFORMED).map(m -> RestartMessages.malformed(path(m))))
        .or(() -> gap(thrown))
        .or(() -> thrown.find(NO_OFFSETS).map(m -> RestartMessages.noOffsetsOfEpoch(m.group(1))))
        .or(() -> thrown.find(WRITTEN_TWICE).map(m -> RestartMessages.writtenTwice(m.group(1))))
        .or(() -> thrown.find(LOST_OF_SINK).map(m -> RestartMessages.lostOfSink(path(m))))
        .or(() -> notAsWritten(thrown));
  }

  private static String path(Matcher message) {
    return CheckpointPath.of(message.group(1));
  }

  /** The file source says the same of its own log. Spark 3.3 looks for it in another method. */
  private static Optional<String> gap(Thrown thrown) {
    return thrown.isFrom("MicroBatchExecution", "validateOffsetLog")
            || thrown.isMadeIn("MicroBatchExecution", "populateStartOffsets")
        ? thrown.find(GAP).map(m -> RestartMessages.gap(m.group(1)))
        : Optional.empty();
  }

  /** JSON, or the characters of it, that Spark has not written so. */
  private static Optional<String> notAsWritten(Thrown thrown) {
    String type = thrown.root().getClass().getName();
    boolean ofCharacters = thrown.root() instanceof CharacterCodingException;
    if (ofCharacters || type.startsWith("com.fasterxml.jackson") || type.startsWith("org.json4s")) {
      if (thrown.isFrom("OffsetSeqLog", "deserialize")) {
        return Optional.of(RestartMessages.malformed("offsets/n"));
      }
      if (thrown.isFrom("CommitLog", "deserialize")) {
        return Optional.of(RestartMessages.malformed("commits/n"));
      }
    }
    boolean ofMetadata =
        thrown.isFrom("StreamMetadata$", "read")
            || (thrown.isFrom("java.util.UUID", "fromString")
                && thrown.isFrom("StreamExecution", "<init>"));
    return ofMetadata && !UnreadableFile.isChecksum(thrown)
        ? Optional.of(RestartMessages.METADATA)
        : Optional.empty();
  }
}
