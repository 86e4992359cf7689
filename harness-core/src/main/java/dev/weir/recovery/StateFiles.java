package dev.weir.recovery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of one state store. A version is the newest full one that is not newer, a snapshot or
 * an archive, and the changes after it (HDFSBackedStateStoreProvider and RocksDBFileManager in
 * Spark 3.5). What is older is of no use.
 */
final class StateFiles {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(delta|changelog|snapshot|zip)");

  private StateFiles() {}

  /** Deletes what is not needed for the newest version of each store below a folder. */
  static void prune(Path folder) throws IOException {
    for (Path child : children(folder)) {
      if (Files.isDirectory(child)) {
        prune(child);
      }
    }
    long newest = -1;
    for (Path file : children(folder)) {
      newest = Math.max(newest, full(file));
    }
    if (newest >= 0) {
      pruneBefore(folder, newest);
    }
  }

  private static void pruneBefore(Path folder, long full) throws IOException {
    for (Path file : children(folder)) {
      Matcher name = VERSION.matcher(file.getFileName().toString());
      if (name.matches() && Long.parseLong(name.group(1)) <= full && full(file) != full) {
        Files.delete(file);
      }
    }
    Path archive = folder.resolve(full + ".zip");
    if (Files.exists(archive)) {
      String named = filesOf(archive);
      for (String part : List.of("SSTs", "logs")) {
        for (Path file : children(folder.resolve(part))) {
          if (!named.contains(file.getFileName().toString())) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** The number of a full version; -1 of any other file. */
  private static long full(Path file) {
    Matcher name = VERSION.matcher(file.getFileName().toString());
    return name.matches() && (name.group(2).equals("snapshot") || name.group(2).equals("zip"))
        ? Long.parseLong(name.group(1))
        : -1;
  }

  /** The files outside of it that an archive of RocksDB needs, which it names in JSON. */
  private static String filesOf(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry metadata = zip.getEntry("metadata");
      return new String(zip.getInputStream(metadata).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
