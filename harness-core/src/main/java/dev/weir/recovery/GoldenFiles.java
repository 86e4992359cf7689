package dev.weir.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folders of an archive: one for each job, in it one for each of its releases. */
final class GoldenFiles {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /** Releases as people count them: 1.9 before 1.10. */
  private static final Comparator<Path> BY_NUMBERS =
      Comparator.comparing(
          folder ->
              DIGITS
                  .matcher(folder.getFileName().toString())
                  .replaceAll(m -> "0".repeat(Math.max(0, 20 - m.group().length())) + m.group()));

  private final Path archive;

  GoldenFiles(Path archive) {
    this.archive = archive;
  }

  /** The folder of a release of a job, whether it is there or not. */
  Path of(String job, String release) {
    return of(job).resolve(checked("release", release));
  }

  private Path of(String job) {
    return archive.resolve(checked("job", job));
  }

  /** They are names of folders, in everybody's file system. */
  private static String checked(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw ArchiveMessages.badName(what, name);
    }
    return name;
  }

  /** The names of the jobs that have a golden checkpoint. */
  List<String> jobs() {
    return folders(archive).stream()
        .map(folder -> folder.getFileName().toString())
        .filter(job -> !releases(job).isEmpty())
        .toList();
  }

  /** The folders of a job's releases, the oldest first. */
  List<Path> releases(String job) {
    return folders(of(job));
  }

  /** Without those of which recording has not come to its end. */
  private static List<Path> folders(Path parent) {
    try {
      return StateFiles.children(parent).stream()
          .filter(Files::isDirectory)
          .filter(folder -> NAME.matcher(folder.getFileName().toString()).matches())
          .sorted(BY_NUMBERS)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list " + parent, e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not copy " + from + " to " + to, e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
