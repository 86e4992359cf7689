package dev.weir;

import dev.weir.internal.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A Spark standalone cluster on this machine, from this JVM's own class path: a master and some
 * workers, each a process of its own, on the loopback interface. The executors that a test's
 * context gets there are processes too, so what a job forgets to serialize, or keeps in a static
 * field, shows.
 *
 * <pre>{@code
 * try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
 *   System.setProperty("weir.master", cluster.masterUrl());
 *   // every context that the harness starts from here on is on the cluster
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final int LINES_OF_LOG = 20;

  private final HarnessFolder folder = new HarnessFolder();
  private final List<Process> processes = new ArrayList<>();
  private final Thread atExit = new Thread(this::kill, "weir-cluster-end");
  private final String masterUrl;

  private StandaloneCluster(int workers, Progress progress) {
    Runtime.getRuntime().addShutdownHook(atExit);
    progress.step("the master");
    int port = freePort();
    masterUrl = "spark://" + HOST + ":" + port;
    Path master = folder.create("master");
    Process process =
        start(
            master,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", HOST, "--port", Integer.toString(port), "--webui-port", "0"));
    await("The master of a Spark cluster", process, master, () -> answers(HOST, port));
    linkJars(folder.root().resolve("jars"));
    for (int i = 1; i <= workers; i++) {
      progress.step("worker " + i);
      Path worker = folder.create("worker");
      Process workerProcess =
          start(
              worker,
              "org.apache.spark.deploy.worker.Worker",
              List.of(
                  "--host",
                  HOST,
                  "--cores",
                  "1",
                  "--memory",
                  "1g",
                  "--work-dir",
                  worker.toString(),
                  "--webui-port",
                  "0",
                  masterUrl));
      await(
          "Worker " + i + " of a Spark cluster",
          workerProcess,
          worker,
          () -> log(worker).contains("Successfully registered with master"));
    }
  }

  /**
   * Starts a cluster, and waits until its workers are registered.
   *
   * @param workers how many, each with one core and 1 GiB for executors; at least 1
   * @throws IllegalStateException if it does not start within a minute, with the end of the log of
   *     the process that did not
   */
  public static StandaloneCluster start(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException(
          "A cluster has at least 1 worker, but was to have "
              + workers
              + ". See docs/errors/cluster.md");
    }
    try (Progress progress = Progress.of("start of a Spark cluster", workers + 1)) {
      return new StandaloneCluster(workers, progress);
    }
  }

  /** What to give as the master: {@code spark://127.0.0.1:35711}. */
  public String masterUrl() {
    return masterUrl;
  }

  private Process start(Path work, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Dspark.master.rest.enabled=false");
    Pattern.compile(" ")
        .splitAsStream(JavaModuleOptions.defaultModuleOptions())
        .forEach(command::add);
    command.add("-cp");
    command.add(ClassPath.asText());
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile());
    builder.environment().put("SPARK_HOME", folder.root().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    try {
      Process process = builder.start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start " + mainClass, e);
    }
  }

  private void await(String who, Process process, Path work, BooleanSupplier condition) {
    long end = System.nanoTime() + TO_START.toNanos();
    while (!condition.getAsBoolean()) {
      boolean dead = !process.isAlive();
      if (dead || System.nanoTime() > end) {
        String log = lastLines(log(work));
        close();
        throw new IllegalStateException(
            who
                + (dead
                    ? " has ended with code " + process.exitValue()
                    : " has not started within " + TO_START.toSeconds() + " s")
                + ". See docs/errors/cluster.md\n"
                + log);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** An executor's class path is the folder {@code jars} of SPARK_HOME. */
  private static void linkJars(Path jars) {
    try {
      Files.createDirectories(jars);
      for (Path jar : ClassPath.entries()) {
        if (jar.toString().endsWith(".jar") && Files.exists(jar)) {
          Path link = jars.resolve(jar.getFileName());
          if (!Files.exists(link)) {
            Files.createSymbolicLink(link, jar.toAbsolutePath());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not link the class path's jars into " + jars, e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }

  static boolean answers(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String log(Path work) {
    Path log = work.resolve("log");
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + log, e);
    }
  }

  private static String lastLines(String log) {
    List<String> lines = log.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
  }

  /** Ends the workers, which end their executors, and then the master. */
  private void kill() {
    List<Process> workersFirst = new ArrayList<>(processes);
    Collections.reverse(workersFirst);
    for (Process process : workersFirst) {
      List<ProcessHandle> executors = process.descendants().toList();
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
      executors.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Ends all processes of the cluster and deletes its folder. Closing again does nothing. */
  @Override
  public void close() {
    if (!processes.isEmpty()) {
      kill();
      processes.clear();
      folder.delete();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }
}
