package dev.weir.internal.spark;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that is wrong with a {@link Disk}, for files of certain names.
 *
 * <p>Spark writes a file of a checkpoint under a temporary name beside the one that it gives it in
 * the end (CheckpointFileManager.generateTempPath in Spark 3.5), and Hadoop a checksum for each.
 * Here a file has the name that it is to have, and checksums are part of their files.
 */
public abstract class FileFault implements DiskWatch {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}(?:\\.TID\\d+)?\\.tmp");

  private final String description;
  private final PathMatcher files;
  private final int times;
  private final Set<Path> faulty = new HashSet<>();
  private final Set<Path> hits = new LinkedHashSet<>();
  private int hit;
  private boolean lifted;

  FileFault(String description, String glob, int times) {
    this.description = description;
    this.files = FileSystems.getDefault().getPathMatcher("glob:**/" + glob);
    this.times = times;
  }

  /** The files that were hit, by the names that they are to have, each once, in that order. */
  public final synchronized List<Path> hits() {
    return List.copyOf(hits);
  }

  /** The fault is no more; what it held up goes on. */
  public synchronized void lift() {
    lifted = true;
  }

  /** Whether a file has the fault whose writing, or renaming, begins. */
  final synchronized boolean hitsNext(Path file) {
    if (lifted || hit == times || !isMeant(file)) {
      return false;
    }
    hit++;
    hits.add(named(file));
    return true;
  }

  @Override
  public void before(DiskChange change) throws InjectedFaultException {
    if (change.kind() == DiskChange.Kind.CREATE) {
      decide(change.path());
    }
  }

  private synchronized void decide(Path file) {
    faulty.remove(file);
    if (hitsNext(file)) {
      faulty.add(file);
    }
  }

  /** Whether the file that is being written has the fault. */
  final synchronized boolean isFaulty(Path file) {
    return !lifted && faulty.contains(file);
  }

  final boolean isMeant(Path file) {
    return !file.toString().endsWith(".crc") && files.matches(named(file));
  }

  final InjectedFaultException failure(String message) {
    return new InjectedFaultException(message + " (injected)", description);
  }

  /** The name that a file is to have. */
  static Path named(Path file) {
    Matcher temporary = TEMPORARY.matcher(file.getFileName().toString());
    return temporary.matches() ? file.resolveSibling(temporary.group(1)) : file;
  }

  @Override
  public final String toString() {
    return description;
  }
}
