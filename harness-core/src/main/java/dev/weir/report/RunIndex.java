package dev.weir.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The page over all tests of a run, {@code index.html}, and the file beside it that remembers how
 * they ended in the runs before.
 *
 * <p>The JVMs of one run, which Surefire may have several of, each add their part, one after the
 * other by a lock on a file; so none undoes what another has written.
 */
@API(status = Status.INTERNAL, since = "0.1")
public final class RunIndex {
  /** The page. */
  public static final String PAGE = "index.html";

  private static final String HISTORY = "history.json";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  /** A lock on a file is the whole JVM's, so its threads need one of their own. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private RunIndex() {}

  /**
   * Adds the results of one JVM to the page.
   *
   * @param folder where the page is; it is made if it is not there
   * @param run what the JVMs of one run have in common
   * @param results the tests in the order in which they ended
   * @return the page
   * @throws UncheckedIOException if it cannot be written, or another JVM is at it for ten seconds
   */
  public static Path add(Path folder, String run, List<TestResult> results) {
    THREADS.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock lock = lock(channel);
        try {
          return addLocked(folder, run, results);
        } finally {
          lock.release();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The index in " + folder + " could not be written. See docs/errors/timeline.md", e);
    } finally {
      THREADS.unlock();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() > end) {
        throw new IOException("another JVM has had the lock for " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
      throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This class in another class loader of this JVM.
      return null;
    }
  }

  private static Path addLocked(Path folder, String run, List<TestResult> results)
      throws IOException {
    RunHistory history = RunHistory.read(folder.resolve(HISTORY));
    results.forEach(result -> history.add(run, result));
    history.bound();
    Timeline.write(folder.resolve(HISTORY), history.json());
    Path page = folder.resolve(PAGE);
    Timeline.write(page, IndexPage.of(history, run).html());
    return page;
  }
}
