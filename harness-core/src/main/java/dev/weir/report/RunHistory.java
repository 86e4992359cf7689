package dev.weir.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.report.TestResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last results of each test, in a file beside the index.
 *
 * @param tests by id
 */
record RunHistory(Map<String, Test> tests) {
  private static final int RESULTS_OF_TEST = 10;
  private static final int MOST_TESTS = 5000;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * One test.
   *
   * @param results the oldest first
   */
  record Test(String testClass, String name, List<Result> results) {
    Result last() {
      return results.get(results.size() - 1);
    }
  }

  /** One result, in numbers and texts that need no module of Jackson's. */
  record Result(
      String run, String outcome, long ended, long millis, int batches, @Nullable String page) {
    Outcome outcomeOf() {
      return Outcome.valueOf(outcome);
    }
  }

  /** What is in a file; nothing if it is not there or cannot be read, as it is only a help. */
  static RunHistory read(Path file) {
    try {
      if (Files.exists(file)) {
        RunHistory read = JSON.readValue(file.toFile(), RunHistory.class);
        read.tests.values().forEach(test -> test.last().outcomeOf());
        return new RunHistory(new LinkedHashMap<>(read.tests));
      }
    } catch (IOException | RuntimeException e) {
      // A file of another version, or half of one: the history begins anew.
      return new RunHistory(new LinkedHashMap<>());
    }
    return new RunHistory(new LinkedHashMap<>());
  }

  String json() throws IOException {
    return JSON.writeValueAsString(this);
  }

  void add(String run, TestResult result) {
    Test before = tests.get(result.id());
    List<Result> results = new ArrayList<>(before == null ? List.of() : before.results());
    results.add(
        new Result(
            run,
            result.outcome().name(),
            result.ended().toEpochMilli(),
            result.millis(),
            result.batches(),
            result.page()));
    int from = Math.max(0, results.size() - RESULTS_OF_TEST);
    tests.put(
        result.id(),
        new Test(
            result.testClass(), result.name(), List.copyOf(results.subList(from, results.size()))));
  }

  /** Forgets the tests that have not been run for longest, where there are too many. */
  void bound() {
    tests.entrySet().stream()
        .sorted(Comparator.comparing(entry -> -entry.getValue().last().ended()))
        .skip(MOST_TESTS)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(tests::remove);
  }

  /** When the last result came. */
  Instant last() {
    return Instant.ofEpochMilli(
        tests.values().stream().mapToLong(test -> test.last().ended()).max().orElse(0));
  }
}
