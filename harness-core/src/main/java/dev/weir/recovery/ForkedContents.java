package dev.weir.recovery;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What is in the sinks, in a file, for the JVM that compares it. Both have the same classes, and
 * Spark's rows are serializable, so that each value is what it was.
 */
final class ForkedContents {
  private ForkedContents() {}

  static void write(List<SinkContents> contents, Path file) throws IOException {
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
      out.writeInt(contents.size());
      for (SinkContents sink : contents) {
        out.writeUTF(sink.sink());
        out.writeObject(sink.schema());
        out.writeObject(sink.rows().toArray(new Row[0]));
      }
    }
  }

  static List<SinkContents> read(Path file) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
      List<SinkContents> contents = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        contents.add(
            new SinkContents(
                in.readUTF(), (StructType) in.readObject(), List.of((Row[]) in.readObject())));
      }
      return contents;
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
