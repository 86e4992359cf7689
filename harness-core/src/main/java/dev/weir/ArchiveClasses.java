package dev.weir;

import static dev.weir.assertion.WeirAssertions.assertThat;
import static dev.weir.assertion.WeirAssertions.row;

import dev.weir.input.MemoryInput;
import dev.weir.query.TestQuery;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.OutputMode;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A program that runs a small streaming test, for a JVM that is started with {@code
 * -XX:ArchiveClassesAtExit=FILE}: it writes the classes of that test to a class-data archive, and
 * JVMs with {@code -XX:SharedArchiveFile=FILE} and the same jars first on their class path take
 * them from there (JEP 350).
 *
 * <p>The class path must have jars only, since the JVM archives nothing from a folder.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ArchiveClasses {
  private ArchiveClasses() {}

  /** Runs the test; there are no arguments. */
  public static void main(String... arguments) {
    try (LocalSpark spark = LocalSpark.start();
        StreamHarness harness = StreamHarness.over(spark.newSession())) {
      StartupClasses.load(StartupClasses.names(), ArchiveClasses.class.getClassLoader());
      MemoryInput<String> words = harness.memoryInput(Encoders.STRING());
      TestQuery counts =
          harness.start(words.toDF().groupBy("value").count(), OutputMode.Complete());
      words.add("cat", "dog");
      counts.processAllAvailable();
      words.add("cat");
      counts.processAllAvailable();
      assertThat(counts).table().containsExactlyInAnyOrder(row("cat", 2L), row("dog", 1L));
    }
    System.out.println("The classes of a streaming test are loaded.");
  }
}
