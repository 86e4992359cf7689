package dev.weir.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one folder that an embedded cluster writes into; gone after {@link #close()}.
 *
 * <p>A JVM that is killed closes nothing. So each folder has a lock file beside it, which is locked
 * before the folder is made and stays so until the folder is gone: the operating system takes the
 * lock away from a dead process, and the next cluster deletes every folder whose lock is free.
 */
final class BrokerFolder implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BrokerFolder.class.getName());
  private static final String PREFIX = "weir-kafka-";
  private static final String LOCK = ".lock";

  private final Path path;
  private final Path lockFile;
  private final FileChannel lock;

  private BrokerFolder(Path path, Path lockFile, FileChannel lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  static BrokerFolder create(Path parent) throws IOException {
    deleteWhatDeadProcessesLeft(parent);
    Path path = parent.resolve(ownPrefix() + UUID.randomUUID());
    Path lockFile = lockFileOf(path);
    FileChannel lock =
        FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock.lock();
      Files.createDirectory(path);
      return new BrokerFolder(path, lockFile, lock);
    } catch (IOException e) {
      lock.close();
      Files.deleteIfExists(lockFile);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    deleteTree(path);
    lock.close();
    Files.deleteIfExists(lockFile);
  }

  static void deleteWhatDeadProcessesLeft(Path parent) throws IOException {
    for (Path folder : foldersOfOthers(parent)) {
      Path lockFile = lockFileOf(folder);
      try (FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (lockIsFree(channel)) {
          deleteTree(folder);
          Files.deleteIfExists(lockFile);
        }
      } catch (IOException e) {
        // In a shared temporary folder it may be another user's: theirs to delete.
        LOG.log(System.Logger.Level.DEBUG, "left alone: " + folder, e);
      }
    }
  }

  /**
   * Folders of this process are left alone without a look: on some systems, closing any channel to
   * a lock file gives up the process's lock on it.
   */
  private static List<Path> foldersOfOthers(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith(PREFIX))
          .filter(child -> !child.getFileName().toString().startsWith(ownPrefix()))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  private static boolean lockIsFree(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock gained = channel.tryLock();
      return gained != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String ownPrefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  private static Path lockFileOf(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  /** Files that vanish meanwhile are fine: another process may be tidying up the same folder. */
  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
