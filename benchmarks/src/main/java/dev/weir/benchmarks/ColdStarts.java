package dev.weir.benchmarks;

import dev.weir.ArchiveClasses;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/** JVMs with one test each, in turn. */
final class ColdStarts {
  /** What docs/performance.md offers. */
  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final ChildJvm jvm;

  ColdStarts(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /** Without what the project can do by flags of the JVM. */
  void runWithoutFlags(int rounds) throws IOException, InterruptedException {
    for (int i = 0; i < rounds; i++) {
      withoutFlags();
    }
  }

  private void withoutFlags() throws IOException, InterruptedException {
    first("cold/expert", ChildJvm.OPEN_MODULES, FirstTestByAnExpert.class);
    first("cold/Weir", List.of(), FirstTestWithWeir.class);
  }

  void run(int rounds) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("weir-archive");
    Path archive = folder.resolve("weir.jsa");
    jvm.run(
        entries(entry -> entry.endsWith(".jar")),
        List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-XX:+UseSerialGC"),
        ArchiveClasses.class,
        List.of());
    for (int i = 0; i < rounds; i++) {
      withoutFlags();
      first("cold/Weir, flags", FLAGS, FirstTestWithWeir.class);
      first("cold/Weir, archive", with(archive), FirstTestWithWeir.class);
    }
    PathUtils.deleteDirectory(folder);
  }

  private static List<String> with(Path archive) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.add("-XX:SharedArchiveFile=" + archive);
    flags.add("-Xlog:cds=off");
    flags.add("-Xlog:class+path=off");
    flags.add("-Dweir.startup.classes=false");
    return flags;
  }

  /** An archive fits a class path that begins with its jars, so folders come last for all. */
  private void first(String name, List<String> flags, Class<?> test)
      throws IOException, InterruptedException {
    jvm.run(
        entries(entry -> entry.endsWith(".jar"))
            + File.pathSeparator
            + entries(entry -> !entry.endsWith(".jar")),
        flags,
        FirstTest.class,
        List.of(name, test.getName()));
  }

  private static String entries(Predicate<String> wanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
