package dev.weir.recovery;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a golden checkpoint says of itself, in a file {@code golden.json} beside it.
 *
 * @param format the form of the golden checkpoint's files, 1
 * @param spark the release of Spark that wrote the checkpoint
 * @param clock the time at which the recorded run began, in ISO 8601; a checking run begins then
 *     too
 * @param batchesBefore how many batches of the trial the checkpoint has seen
 * @param stateOperators the stateful operators as Spark calls them, from the sink to the sources
 * @param sinks what was recorded of each sink
 */
record GoldenInfo(
    int format,
    String spark,
    String clock,
    int batchesBefore,
    List<String> stateOperators,
    List<Sink> sinks) {
  static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A sink.
   *
   * @param name as the trial has it
   * @param file the file with its rows, in the folder {@code expected}
   * @param columns its columns as DDL
   */
  record Sink(String name, String file, String columns) {}

  static GoldenInfo read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), GoldenInfo.class);
  }

  void write(Path file) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    Files.writeString(file, JSON.writer(printer).writeValueAsString(this) + "\n");
  }
}
