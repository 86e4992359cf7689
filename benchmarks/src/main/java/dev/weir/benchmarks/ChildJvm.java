package dev.weir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import org.apache.spark.launcher.JavaModuleOptions;

/** A JVM that measures one part, with a temporary folder of its own. */
final class ChildJvm {
  /** What Spark needs of the JDK; Weir opens it by itself, the others have to be told. */
  static final List<String> OPEN_MODULES =
      List.of(JavaModuleOptions.defaultModuleOptions().split(" "));

  private final Figures figures;

  ChildJvm(Figures figures) {
    this.figures = figures;
  }

  /**
   * Runs a class, and takes its figures.
   *
   * @throws IllegalStateException if it does not end with 0
   */
  void run(List<String> flags, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    run(System.getProperty("java.class.path"), flags, main, arguments);
  }

  void run(String classPath, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Path temporary = Files.createTempDirectory("weir-benchmark");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1536m");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    System.out.println("== " + main.getSimpleName() + " " + String.join(" ", arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(this::line);
    } catch (UncheckedIOException e) {
      process.destroyForcibly();
      throw e;
    }
    int status = process.waitFor();
    PathUtils.deleteDirectory(temporary);
    if (status != 0) {
      throw new IllegalStateException(main.getSimpleName() + " ended with " + status);
    }
  }

  private void line(String line) {
    System.out.println(line);
    figures.read(line);
  }
}
