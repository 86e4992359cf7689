package dev.weir.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the files of a checkpoint, and does to them what disks and people do. */
final class CheckpointDamage {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int FLIPPED = 16;

  private final Path folder;

  CheckpointDamage(Path folder) {
    this.folder = folder;
  }

  /** All files but the checksums, batch 10 after batch 9. */
  List<String> files() {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !file.endsWith(".crc"))
          .sorted(Comparator.comparing(CheckpointDamage::sortable))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list " + folder, e);
    }
  }

  /** Numbers padded, so that their order is that of the text. */
  private static String sortable(String path) {
    return NUMBER.matcher(path).replaceAll(n -> "%019d".formatted(numberOf(n.group())));
  }

  /** The names of RocksDB's files have digits that are no numbers. */
  private static long numberOf(String digits) {
    return digits.length() < 19 ? Long.parseLong(digits) : Long.MAX_VALUE;
  }

  void delete(String path) {
    Path found = find(path);
    try {
      if (Files.isDirectory(found)) {
        deleteFolder(found);
      } else {
        Files.delete(found);
        Files.deleteIfExists(checksum(found));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + found, e);
    }
  }

  private static void deleteFolder(Path found) throws IOException {
    try (Stream<Path> files = Files.walk(found)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  void cutShort(String path, long bytes, Checksum checksum) {
    Path file = findFile(path);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (bytes < 0 || bytes >= channel.size()) {
        throw new IllegalArgumentException(DamageMessages.notShorter(path, channel.size(), bytes));
      }
      channel.truncate(bytes);
      treat(file, checksum);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not cut " + file + " short", e);
    }
  }

  void corrupt(String path, Checksum checksum) {
    Path file = findFile(path);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length == 0) {
        throw new IllegalArgumentException(DamageMessages.empty(path));
      }
      int from = Math.max(0, (bytes.length - FLIPPED) / 2);
      for (int i = from; i < Math.min(bytes.length, from + FLIPPED); i++) {
        bytes[i] = (byte) ~bytes[i];
      }
      Files.write(file, bytes);
      treat(file, checksum);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not change " + file, e);
    }
  }

  private static void treat(Path file, Checksum checksum) throws IOException {
    if (checksum == Checksum.REMOVED) {
      Files.deleteIfExists(checksum(file));
    }
  }

  private static Path checksum(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".crc");
  }

  private Path find(String path) {
    Path found = folder.resolve(path).normalize();
    if (!found.startsWith(folder) || found.equals(folder) || !Files.exists(found)) {
      throw notThere(path);
    }
    return found;
  }

  private Path findFile(String path) {
    Path found = find(path);
    if (!Files.isRegularFile(found)) {
      throw notThere(path);
    }
    return found;
  }

  private IllegalArgumentException notThere(String path) {
    return new IllegalArgumentException(
        DamageMessages.noSuchFile(path, folder.getFileName().toString(), files()));
  }
}
