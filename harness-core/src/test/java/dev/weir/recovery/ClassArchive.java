package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.HarnessOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * What a forked JVM needs of its classes, as the JVM keeps it in memory (class-data sharing): half
 * of the work of its start. Only classes of jars can be in it, so that folders on the class path
 * are packed first.
 */
final class ClassArchive {
  private ClassArchive() {}

  /** Makes one, by a run of a job to its end. Returns the arguments of a JVM that uses it. */
  static List<String> jvmArguments(Class<? extends JobUnderTest> job, Path folder)
      throws IOException, InterruptedException {
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        classPath.add(Files.isDirectory(Path.of(entry)) ? packed(entry, folder) : entry);
      }
    }
    String jars = String.join(File.pathSeparator, classPath);
    Path archive = folder.resolve("classes.jsa");
    ForkedOptions.write(HarnessOptions.defaults(), folder.resolve(ForkedMain.OPTIONS));
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-cp",
                jars,
                ForkedMain.class.getName(),
                job.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = jvm.outputWriter()) {
      in.write(new ForkedOrder(folder.resolve("run"), 0, null).line() + "\n");
      in.flush();
      awaitEnd(jvm.inputReader());
    }
    // It ends with its input; what it says until then must not fill the pipe.
    jvm.inputReader().lines().forEach(line -> {});
    jvm.waitFor();
    assertThat(archive).isNotEmptyFile();
    return List.of("-XX:SharedArchiveFile=" + archive, "-cp", jars);
  }

  private static void awaitEnd(BufferedReader reports) throws IOException {
    for (String line = reports.readLine(); line != null; line = reports.readLine()) {
      if (line.startsWith(ForkedReport.Kind.DONE.name())) {
        return;
      }
    }
  }

  private static String packed(String classes, Path folder) {
    Path jar = folder.resolve(Integer.toHexString(classes.hashCode()) + ".jar");
    int exitCode =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(System.out, System.err, "cf", jar.toString(), "-C", classes, ".");
    assertThat(exitCode).isZero();
    return jar.toString();
  }
}
