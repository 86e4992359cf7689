package dev.weir.junit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the JVMs of one test run have in common. Surefire starts them, at once or one after the
 * other, from the Maven process; so that is it, where Surefire runs, and otherwise this JVM.
 */
final class RunId {
  private RunId() {}

  static String ofProcess() {
    boolean forked = System.getProperty("surefire.real.class.path") != null;
    ProcessHandle self = ProcessHandle.current();
    return inWords(forked ? nextJava(self).orElse(self) : self);
  }

  /** Between a JVM and Maven there may be a shell. */
  private static Optional<ProcessHandle> nextJava(ProcessHandle process) {
    Optional<ProcessHandle> parent = process.parent();
    while (parent.isPresent() && !isJava(parent.get())) {
      parent = parent.get().parent();
    }
    return parent;
  }

  private static boolean isJava(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> name.equals("java") || name.equals("java.exe"))
        .isPresent();
  }

  private static String inWords(ProcessHandle process) {
    return process.pid()
        + "@"
        + process.info().startInstant().map(Object::toString).orElse("unknown");
  }
}
