package dev.weir.input;

import dev.weir.internal.spark.SourceStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An input that is a real TCP server on the loopback interface, for jobs that read Spark's socket
 * source.
 *
 * <p>It sends every line to every client, and to a client that connects late all lines from the
 * first on. So two queries read the same. One that goes on from a checkpoint is refused: Spark's
 * socket source keeps no lines, so it could not give a batch once more.
 *
 * <p>Spark's socket source connects in its first micro-batch, which is therefore always an empty
 * one (TextSocketMicroBatchStream.planInputPartitions). A step that begins with it goes on until
 * the lines are processed.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class SocketInput implements StreamInput {
  private final SparkSession session;
  private final ServerSocket server;
  private final Added added;
  private final Thread acceptor;

  /** Guards what follows: a client is either sent the backlog and added, or neither. */
  private final Object lock = new Object();

  private final List<Socket> clients = new ArrayList<>();
  private final List<byte[]> lines = new ArrayList<>();

  private SocketInput(SparkSession session, ServerSocket server) {
    this.session = session;
    this.server = server;
    this.added = new Added(description());
    this.acceptor = new Thread(this::accept, "weir-socket-input-" + port());
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /**
   * Opens a server.
   *
   * @param port the TCP port, or 0 for a free one
   * @throws IllegalStateException if the port is in use
   */
  public static SocketInput open(SparkSession session, int port) {
    try {
      return new SocketInput(session, new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    } catch (BindException e) {
      throw new IllegalStateException(
          "Port "
              + port
              + " of "
              + InetAddress.getLoopbackAddress().getHostAddress()
              + " is in use, so no socket input can listen there. Call socketInput() without a port"
              + " to get a free one, and give the job socket.port(). See docs/errors/port-in-use.md",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not open a socket input on port " + port, e);
    }
  }

  /** Where a job connects to: an address of this machine. */
  public String host() {
    return server.getInetAddress().getHostAddress();
  }

  /** The TCP port that a job connects to. */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Sends lines.
   *
   * @param texts lines without a line break; each becomes one row
   * @return this input
   * @throws IllegalArgumentException if a line is null or has a line break in it
   * @throws IllegalStateException if the input is closed
   */
  public SocketInput send(String... texts) {
    added.checkOpen();
    List<byte[]> bytes = new ArrayList<>(texts.length);
    for (int i = 0; i < texts.length; i++) {
      bytes.add(encode(texts[i], i));
    }
    synchronized (lock) {
      lines.addAll(bytes);
      for (Socket client : List.copyOf(clients)) {
        write(client, bytes);
      }
    }
    added.count(texts.length);
    return this;
  }

  private byte[] encode(String line, int index) {
    if (line == null || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "Line "
              + index
              + " of those sent to "
              + description()
              + (line == null ? " is null" : " has a line break in it")
              + ". A line is one row: send several lines as several arguments. "
              + "See docs/errors/socket-line.md");
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The stream that Spark's socket source makes of it: one column, {@code value} string. */
  public Dataset<Row> toDF() {
    added.checkOpen();
    return session
        .readStream()
        .format("socket")
        .option("host", host())
        .option("port", port())
        .load();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        client.setTcpNoDelay(true);
        synchronized (lock) {
          clients.add(client);
          write(client, lines);
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException("The " + description() + " cannot accept clients", e);
        }
      }
    }
  }

  /** A client that has gone, as a stopped query's has, is forgotten; it is no error. */
  private void write(Socket client, List<byte[]> bytes) {
    try {
      for (byte[] line : bytes) {
        client.getOutputStream().write(line);
      }
      client.getOutputStream().flush();
    } catch (IOException e) {
      clients.remove(client);
      closeQuietly(client);
    }
  }

  @Override
  public String description() {
    return "socket input on port " + port();
  }

  @Override
  public long added() {
    return added.rows();
  }

  @Override
  public boolean feeds(SourceStatus source) {
    return source.description().startsWith("TextSocketV2[")
        && source.description().endsWith("port: " + port() + "]");
  }

  /** Spark's source connects within a batch, and counts the lines of that connection. */
  @Override
  public Optional<String> cannotGoOn(String query, SourceStatus source) {
    return Optional.of(
        "Query '"
            + query
            + "' goes on from a checkpoint and reads "
            + description()
            + ", but Spark's socket source cannot go on: it keeps no lines, and has no"
            + " connection yet when it is to give a batch once more"
            + " (TextSocketMicroBatchStream). Test a restart over a memory input, files or"
            + " Kafka. See docs/errors/socket-restart.md");
  }

  @Override
  public boolean hasArrived(SourceStatus source) {
    boolean connects = source.committed() == null;
    return connects || lineCount(source.latest()) >= added();
  }

  @Override
  public boolean isProcessed(SourceStatus source) {
    return lineCount(source.committed()) >= added();
  }

  @Override
  public List<String> rowsOfBatch(SourceStatus source, int atMost) {
    synchronized (lock) {
      int from = Math.toIntExact(lineCount(source.committed()));
      int to = Math.toIntExact(Math.min(lineCount(source.available()), from + (long) atMost));
      return lines.subList(from, Math.max(from, to)).stream()
          .map(line -> new String(line, StandardCharsets.UTF_8).strip())
          .toList();
    }
  }

  /** The source's offset is the index of its last line, and -1 before the first. */
  private static long lineCount(@org.jspecify.annotations.Nullable String offset) {
    return offset == null ? 0 : Long.parseLong(offset) + 1;
  }

  @Override
  public void close() {
    if (added.close()) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Could not close the " + description(), e);
      } finally {
        synchronized (lock) {
          clients.forEach(SocketInput::closeQuietly);
          clients.clear();
        }
      }
    }
  }

  /** Whether its port or its thread is still there; for the leak check. */
  public boolean isOpen() {
    return !server.isClosed() || acceptor.isAlive();
  }

  private static void closeQuietly(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      // The other side has closed it already, which is what was wanted.
    }
  }
}
