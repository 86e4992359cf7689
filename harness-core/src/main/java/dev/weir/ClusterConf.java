package dev.weir;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** What a context needs that is not in this JVM alone: the test's classes on the executors. */
final class ClusterConf {
  private static final Duration TO_REGISTER = Duration.ofSeconds(60);

  private ClusterConf() {}

  static boolean isCluster(String master) {
    return master.startsWith("spark://");
  }

  /**
   * Adds what a context on a cluster needs.
   *
   * @throws IllegalStateException if nobody answers at the master's address: Spark itself would try
   *     for a minute, and then stop the context
   */
  static void addTo(SparkConf conf, String master, Path folder) {
    checkAnswers(master);
    List<String> jars = jars(folder);
    // What the test names itself comes on top.
    if (conf.contains("spark.jars")) {
      jars.add(conf.get("spark.jars"));
    }
    conf.set("spark.jars", String.join(",", jars));
  }

  static void checkAnswers(String master) {
    URI uri = URI.create(firstOf(master));
    if (uri.getHost() == null || !StandaloneCluster.answers(uri.getHost(), uri.getPort())) {
      throw new IllegalStateException(
          "Nobody answers at "
              + master
              + ", where the master of a Spark cluster was to be (weir.master). Start it, or leave the"
              + " setting out to run in this JVM. See docs/errors/cluster.md");
    }
  }

  /** Of a master with standbys, {@code spark://one:7077,two:7077}, the first one. */
  private static String firstOf(String master) {
    int comma = master.indexOf(',');
    return comma < 0 ? master : master.substring(0, comma);
  }

  /** Whether executors would not find this JVM at its loopback address. */
  static boolean isElsewhere(String master) {
    if (!isCluster(master)) {
      return false;
    }
    try {
      return !InetAddress.getByName(URI.create(firstOf(master)).getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /** The folders of the class path, as jars, and the jars of Weir. The rest the cluster has. */
  private static List<String> jars(Path folder) {
    List<String> jars = new ArrayList<>();
    for (Path path : ClassPath.entries()) {
      if (Files.isDirectory(path)) {
        jars.add(jarOf(path, folder.resolve("classes-" + jars.size() + ".jar")).toString());
      } else if (path.toString().endsWith(".jar") && hasWeir(path)) {
        jars.add(path.toString());
      }
    }
    return jars;
  }

  private static boolean hasWeir(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry("dev/weir/") != null;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + jar, e);
    }
  }

  private static Path jarOf(Path classes, Path jar) {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make a jar of " + classes, e);
    }
  }

  /**
   * Waits for the first executor: without one every job would wait for ever.
   *
   * @throws IllegalStateException if none comes within a minute
   */
  static void awaitExecutors(String master, SparkSession session) {
    long end = System.nanoTime() + TO_REGISTER.toNanos();
    // The driver is in the list too.
    while (session.sparkContext().statusTracker().getExecutorInfos().length < 2) {
      if (System.nanoTime() > end || session.sparkContext().isStopped()) {
        throw new IllegalStateException(
            "The cluster at "
                + master
                + " has given this test no executor within "
                + TO_REGISTER.toSeconds()
                + " s: it has no worker, or no worker with free cores and memory. Look at its"
                + " master's log. See docs/errors/cluster.md");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
