package dev.weir.input;

import dev.weir.internal.spark.SourceStatus;
import dev.weir.text.RowsFromText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An input that is a folder of files, for jobs that read Spark's file source.
 *
 * <p>A file is written elsewhere and then moved into the folder, as Spark asks for: it would read a
 * half-written file as it is. Files get modification times in the order in which they were added,
 * since that is the order in which the source takes them.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class FileInput implements StreamInput {

  /** A format of the files. */
  public enum Format {
    /** One column {@code value} string, a row a line. */
    TEXT,
    /** A JSON object a line. */
    JSON,
    /** Comma-separated values, without a header. */
    CSV,
    /** ORC. */
    ORC,
    /** Parquet. */
    PARQUET;

    boolean isText() {
      return this != PARQUET && this != ORC;
    }

    String sparkName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final SparkSession session;
  private final Format format;
  private final StructType schema;
  private final Path folder;
  private final Path staging;
  private final RowCheck check;
  private final Added added;
  private long files;
  private long lastModified = System.currentTimeMillis() - 60_000;

  private FileInput(
      SparkSession session, Format format, StructType schema, Path folder, Path staging) {
    this.session = session;
    this.format = format;
    this.schema = schema;
    this.folder = folder;
    this.staging = staging;
    this.check = RowCheck.against(schema);
    this.added = new Added(description());
  }

  /**
   * Opens an input over two folders. Files that are in them, of an earlier JVM, stay as they are
   * when they are added again: their order and their names are the same then.
   *
   * @param parent an existing folder that has both, or gets them
   * @throws IllegalArgumentException if the format is text and the schema is not one string column
   */
  public static FileInput open(
      SparkSession session, Format format, StructType schema, Path parent) {
    if (format == Format.TEXT && !schema.toDDL().equals("value STRING")) {
      throw new IllegalArgumentException(
          "A text file has one column, value STRING, but the schema is "
              + schema.toDDL()
              + ". Leave the schema out: fileInput(Format.TEXT). See docs/errors/text-schema.md");
    }
    try {
      return new FileInput(
          session,
          format,
          schema,
          Files.createDirectories(parent.resolve("files")),
          Files.createDirectories(parent.resolve("staging")));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not make the folders of a file input in " + parent, e);
    }
  }

  /** The folder that a job reads. */
  public Path folder() {
    return folder;
  }

  /**
   * Adds one file with some rows.
   *
   * @param rows rows that fit the schema
   * @return this input
   * @throws IllegalArgumentException if a row is null or does not fit
   */
  public FileInput add(Row... rows) {
    added.checkOpen();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == null) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + " of those added to "
                + description()
                + " is null, and Spark has no null row. See docs/errors/null-row.md");
      }
      check.check(rows[i], i, description());
    }
    Path written = staging.resolve("write-" + files);
    session
        .createDataFrame(Arrays.asList(rows), schema)
        .coalesce(1)
        .write()
        .format(format.sparkName())
        .save(written.toUri().toString());
    publish(partFile(written));
    delete(written);
    added.count(rows.length);
    return this;
  }

  /**
   * Adds one file with the rows of a text table, which has the names of the schema in its first
   * line, in any order.
   *
   * @return this input
   * @throws IllegalArgumentException if the text does not fit the schema: says in which line
   */
  public FileInput addTable(String table) {
    return add(RowsFromText.table(schema, table).toArray(Row[]::new));
  }

  /**
   * Adds one file with rows that are written as JSON, an object a line with all columns, whatever
   * the format of the file is.
   *
   * @return this input
   * @throws IllegalArgumentException if the text does not fit the schema: says in which line
   */
  public FileInput addJsonLines(String lines) {
    return add(RowsFromText.jsonLines(schema, lines).toArray(Row[]::new));
  }

  /**
   * Adds one file with the text as it is: what a row would not let through, such as malformed JSON.
   *
   * @param lines the lines of the file
   * @return this input
   * @throws IllegalStateException if the format is not a text format
   */
  public FileInput addText(String... lines) {
    added.checkOpen();
    if (!format.isText()) {
      throw new IllegalStateException(
          "A file of format "
              + format.sparkName()
              + " has no lines: add rows. See docs/errors/text-schema.md");
    }
    try {
      publish(Files.write(staging.resolve("text-" + files), List.of(lines)));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write a file of the " + description(), e);
    }
    added.count(lines.length);
    return this;
  }

  /** The stream that Spark's file source makes of the folder. */
  public Dataset<Row> toDF() {
    added.checkOpen();
    return session
        .readStream()
        .schema(schema)
        .format(format.sparkName())
        .load(folder.toUri().toString());
  }

  private void publish(Path file) {
    Path target =
        folder.resolve(String.format(Locale.ROOT, "%06d.%s", files++, format.sparkName()));
    try {
      if (Files.exists(target)) {
        Files.delete(file);
        lastModified = Files.getLastModifiedTime(target).toMillis();
        return;
      }
      lastModified++;
      Files.setLastModifiedTime(file, FileTime.fromMillis(lastModified));
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not add a file to the " + description(), e);
    }
  }

  private static Path partFile(Path written) {
    try (Stream<Path> files = Files.list(written)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("part-"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Spark wrote no file into " + written));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + written, e);
    }
  }

  private static void delete(Path written) {
    try (Stream<Path> files = Files.list(written)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(written);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete " + written, e);
    }
  }

  @Override
  public String description() {
    return format.sparkName() + " file input";
  }

  @Override
  public long added() {
    return added.rows();
  }

  @Override
  public boolean feeds(SourceStatus source) {
    return source.description().startsWith("FileStreamSource[")
        && source.description().contains(folder.toUri().getPath().replaceAll("/$", ""));
  }

  /** A moved file is there. */
  @Override
  public boolean hasArrived(SourceStatus source) {
    return true;
  }

  /** The source lists its folder at every trigger, so a trigger without a batch has read it all. */
  @Override
  public boolean isProcessed(SourceStatus source) {
    return true;
  }

  @Override
  public void close() {
    added.close();
  }
}
