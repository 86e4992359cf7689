package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the list of classes that harness-core loads in the background: those that a JVM with one
 * test has loaded from jars since Weir's first. It is to be written again for a new line of Spark.
 */
final class StartupClassList {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: (?:file|jar):.*");
  private static final String FIRST = "dev.weir.LocalSpark";

  private StartupClassList() {}

  static void write(ChildJvm jvm, Path list) throws IOException, InterruptedException {
    Path log = Files.createTempFile("classes", ".log");
    jvm.run(
        List.of("-Dweir.startup.classes=false", "-Xlog:class+load:file=" + log),
        FirstTest.class,
        List.of("startup classes", FirstTestWithWeir.class.getName()));
    try (Stream<String> lines = Files.lines(log)) {
      List<String> names =
          lines
              .map(LOADED::matcher)
              .filter(Matcher::find)
              .map(line -> line.group(1))
              .dropWhile(name -> !name.equals(FIRST))
              .filter(StartupClassList::isEverybodys)
              .toList();
      Files.write(list, names);
      System.out.println(names.size() + " classes in " + list);
    }
    Files.delete(log);
  }

  /** Neither made at run time, nor of this module. */
  private static boolean isEverybodys(String name) {
    return !name.contains("/") && !name.startsWith("dev.weir.benchmarks.");
  }
}
