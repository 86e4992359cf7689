package dev.weir.internal.spark;

import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** The faults that files can have while they are written. */
public final class FileFaults {
  private FileFaults() {}

  /** No byte of a file can be written. */
  public static FileFault failingWrite(String description, String glob, int times) {
    return new FileFault(description, glob, times) {
      @Override
      public int write(Path file, long position, int length) throws InjectedFaultException {
        if (isFaulty(file)) {
          throw failure("Input/output error: " + named(file));
        }
        return length;
      }
    };
  }

  /** What is written after some bytes is lost, and nobody is told. */
  public static FileFault cutShort(String description, String glob, int times, long bytes) {
    return new FileFault(description, glob, times) {
      @Override
      public int write(Path file, long position, int length) {
        return isFaulty(file) ? (int) Math.max(0, Math.min(length, bytes - position)) : length;
      }
    };
  }

  /** A file that was written does not get its name. */
  public static FileFault failingRename(String description, String glob, int times) {
    return new FileFault(description, glob, times) {
      @Override
      public void before(DiskChange change) throws InjectedFaultException {
        if (change.kind() == DiskChange.Kind.RENAME && hitsNext(change.path())) {
          throw failure("Input/output error: cannot rename to " + change.path());
        }
      }
    };
  }

  /** There is room for so many bytes, for all files together, until the fault is lifted. */
  public static FileFault fullDisk(String description, String glob, long bytes) {
    return new FileFault(description, glob, Integer.MAX_VALUE) {
      private long left = bytes;

      @Override
      public void before(DiskChange change) {}

      @Override
      public synchronized int write(Path file, long position, int length)
          throws InjectedFaultException {
        if (!isMeant(file)) {
          return length;
        }
        if (length > left && hitsNext(file)) {
          throw failure("No space left on device: " + named(file));
        }
        left -= length;
        return length;
      }
    };
  }

  /** The first byte of a file waits. */
  public static FileFault delayedWrite(String description, String glob, int times, Duration delay) {
    return new Delayed(description, glob, times, delay);
  }

  /** It has a name, since a thread that waits here is known by it. */
  static final class Delayed extends FileFault {
    private final Duration delay;

    Delayed(String description, String glob, int times, Duration delay) {
      super(description, glob, times);
      this.delay = delay;
    }

    @Override
    public int write(Path file, long position, int length) throws InterruptedIOException {
      if (position == 0 && isFaulty(file)) {
        await(file);
      }
      return length;
    }

    private synchronized void await(Path file) throws InterruptedIOException {
      long end = System.nanoTime() + delay.toNanos();
      try {
        for (long left = delay.toNanos(); left > 0 && isFaulty(file); ) {
          wait(left / 1_000_000, (int) (left % 1_000_000));
          left = end - System.nanoTime();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while a write was delayed");
      }
    }

    @Override
    public synchronized void lift() {
      super.lift();
      notifyAll();
    }
  }
}
