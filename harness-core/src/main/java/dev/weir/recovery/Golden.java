package dev.weir.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A golden checkpoint of one release of a job: a folder with the checkpoint, what the released job
 * did on it, and what is said of both.
 *
 * @param folder where it is
 * @param info what it says of itself
 * @param expected what the released job wrote when it went on from it
 */
record Golden(Path folder, GoldenInfo info, List<SinkText> expected) {
  private static final String INFO = "golden.json";
  private static final String EXPECTED = "expected";

  static Golden read(Path folder) {
    try {
      GoldenInfo info = GoldenInfo.read(folder.resolve(INFO));
      if (info.format() != GoldenInfo.FORMAT) {
        throw ArchiveMessages.unknownFormat(folder, info.format());
      }
      List<SinkText> expected = new ArrayList<>();
      for (GoldenInfo.Sink sink : info.sinks()) {
        List<String> rows = Files.readAllLines(folder.resolve(EXPECTED).resolve(sink.file()));
        expected.add(new SinkText(sink.name(), sink.columns(), rows));
      }
      return new Golden(folder, info, expected);
    } catch (IOException e) {
      throw ArchiveMessages.unreadable(folder, e);
    }
  }

  /** The same with what the released job wrote, which goes into its folder. */
  Golden expecting(List<SinkText> written) {
    List<GoldenInfo.Sink> sinks = new ArrayList<>();
    try {
      Path rows = Files.createDirectories(folder.resolve(EXPECTED));
      for (SinkText sink : written) {
        String file = fileName(sink.sink(), sinks);
        Files.writeString(
            rows.resolve(file),
            String.join("", sink.rows().stream().map(row -> row + "\n").toList()));
        sinks.add(new GoldenInfo.Sink(sink.sink(), file, sink.columns()));
      }
      GoldenInfo complete =
          new GoldenInfo(
              info.format(),
              info.spark(),
              info.clock(),
              info.batchesBefore(),
              info.stateOperators(),
              sinks);
      complete.write(folder.resolve(INFO));
      return new Golden(folder, complete, written);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write into " + folder, e);
    }
  }

  /** A name that every file system takes, and no other sink has. */
  private static String fileName(String sink, List<GoldenInfo.Sink> others) {
    String name = sink.replaceAll("[^A-Za-z0-9._-]+", "-");
    for (GoldenInfo.Sink other : others) {
      if (other.file().equalsIgnoreCase(name + ".jsonl")) {
        return name + "-" + others.size() + ".jsonl";
      }
    }
    return name + ".jsonl";
  }

  /** What the folder of a release is called. */
  String release() {
    return folder.getFileName().toString();
  }

  Path checkpoint() {
    return checkpointIn(folder);
  }

  static Path checkpointIn(Path folder) {
    return folder.resolve("checkpoint");
  }

  /** When the runs begin. */
  Instant clock() {
    return Instant.parse(info.clock());
  }

  /** The id of the batch that the checkpoint has committed last. */
  long lastBatch() {
    return NormalForm.lastBatch(checkpoint());
  }
}
