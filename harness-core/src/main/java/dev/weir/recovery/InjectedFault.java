package dev.weir.recovery;

import dev.weir.internal.spark.FileFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A fault of the storage that a test has injected into its session. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class InjectedFault {
  private final FileFault fault;

  /** Used by the harness. */
  public InjectedFault(FileFault fault) {
    this.fault = fault;
  }

  /**
   * The files that had the fault so far, in that order, each once.
   *
   * @return absolute paths, by the names that the files were to have
   */
  public List<Path> hits() {
    return fault.hits();
  }

  /** Ends it: from now on files are written as they should be, and what it held up goes on. */
  public void lift() {
    fault.lift();
  }

  /** What is wrong with a test whose fault has hit nothing. */
  public Optional<String> finding() {
    return hits().isEmpty() ? Optional.of(StorageMessages.neverHit(toString())) : Optional.empty();
  }

  /** As the test has written it. */
  @Override
  public String toString() {
    return "StorageFault." + fault;
  }
}
