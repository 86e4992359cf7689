package dev.weir.recovery;

import dev.weir.internal.spark.SourceStatus;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that a query's file sources read. Spark notes the absolute path and the time of each
 * file that it has read (FileStreamSourceLog in Spark 3.5), and would take one that has moved for a
 * new one. So a golden checkpoint has {@code {input-0}} in the place of the first of these folders,
 * and no time.
 */
final class InputFolders {
  private static final Pattern DESCRIPTION = Pattern.compile("FileStreamSource\\[\\w+:/*(/.*)]");
  private static final Pattern ENTRY =
      Pattern.compile("\"path\":\"(\\w+:(?://)?)([^\"]*)\",\"timestamp\":(\\d+)");
  private static final Pattern STAND_IN = Pattern.compile("\\{input-(\\d+)}(.*)");

  /** As they stand in URLs. */
  private final List<String> folders;

  private InputFolders(List<String> folders) {
    this.folders = folders;
  }

  static InputFolders of(List<SourceStatus> sources) {
    return new InputFolders(
        sources.stream()
            .map(source -> DESCRIPTION.matcher(source.description()))
            .filter(Matcher::matches)
            .map(description -> encoded(description.group(1)))
            .distinct()
            .toList());
  }

  /** The entries of a log with stand-ins for the folders. */
  String hide(String log) {
    return ENTRY.matcher(log).replaceAll(m -> entry(m, hidden(m.group(2)), 0));
  }

  private String hidden(String path) {
    int longest = -1;
    for (int i = 0; i < folders.size(); i++) {
      if (path.startsWith(folders.get(i) + "/")
          && (longest < 0 || folders.get(i).length() > folders.get(longest).length())) {
        longest = i;
      }
    }
    return longest < 0
        ? path
        : "{input-" + longest + "}" + path.substring(folders.get(longest).length());
  }

  /**
   * The entries of a log with the folders in the place of their stand-ins, and the files' times.
   */
  String show(String log) {
    return ENTRY
        .matcher(log)
        .replaceAll(
            m -> {
              String path = shown(m.group(2));
              return entry(m, path, modified(path, Long.parseLong(m.group(3))));
            });
  }

  private String shown(String path) {
    Matcher standIn = STAND_IN.matcher(path);
    if (!standIn.matches() || Integer.parseInt(standIn.group(1)) >= folders.size()) {
      return path;
    }
    return folders.get(Integer.parseInt(standIn.group(1))) + standIn.group(2);
  }

  private static String entry(MatchResult m, String path, long timestamp) {
    return Matcher.quoteReplacement(
        "\"path\":\"" + m.group(1) + path + "\",\"timestamp\":" + timestamp);
  }

  /**
   * An old time would be forgotten as soon as there is a newer file, and the old file read again
   * (FileStreamSource.SeenFilesMap).
   */
  private static long modified(String path, long otherwise) {
    return modificationTime(Path.of(URI.create("file://" + path)), otherwise);
  }

  private static long modificationTime(Path file, long otherwise) {
    return Files.exists(file) ? file.toFile().lastModified() : otherwise;
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      return path;
    }
  }
}
