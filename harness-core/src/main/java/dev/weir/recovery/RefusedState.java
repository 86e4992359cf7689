package dev.weir.recovery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** State that the job's operators cannot use: of other columns, or not there. */
final class RefusedState {
  private static final Pattern MISSING =
      Pattern.compile(
          "Error reading (?:delta file|streaming state file of) (\\S+?/(\\d+)/(\\d+)/(?:[^/\\s]+/)?"
              + "(\\d+)\\.(delta|changelog))(?: of [^\\n]*)? does not exist");

  /** Spark 3.4 and older, without changelogs, look for a snapshot of RocksDB alone. */
  private static final Pattern MISSING_SNAPSHOT =
      Pattern.compile("(\\S+?/state/(\\d+)/(\\d+)/(?:[^/\\s]+/)?(\\d+)\\.(zip)) does not exist");

  private static final Pattern MISSING_TABLE =
      Pattern.compile("(\\S+/state/\\d+/\\d+/\\S*\\.(?:sst|log)) does not exist");

  private RefusedState() {}

  static Optional<String> explain(Thrown thrown) {
    return StateSchemas.difference(thrown)
        .map(RestartMessages::otherColumns)
        .or(() -> otherRows(thrown))
        .or(() -> thrown.find(MISSING).map(RefusedState::missing))
        .or(() -> thrown.find(MISSING_SNAPSHOT).map(RefusedState::missing))
        .or(() -> thrown.find(MISSING_TABLE).map(m -> missingLater(m.group(1))));
  }

  private static Optional<String> otherRows(Thrown thrown) {
    return thrown.says("The streaming query failed by state format invalidation")
        ? Optional.of(RestartMessages.OTHER_ROWS)
        : Optional.empty();
  }

  private static String missing(Matcher file) {
    String path = CheckpointPath.of(file.group(1));
    String text =
        file.group(4).equals("1")
            ? RestartMessages.noState(file.group(2), file.group(3), path)
            : RestartMessages.missing(path);
    return file.group(5).equals("changelog")
        ? RestartMessages.orSnapshot(text, path.replace(".changelog", ".zip"))
        : text;
  }

  private static String missingLater(String path) {
    return RestartMessages.missing(CheckpointPath.of(path));
  }
}
