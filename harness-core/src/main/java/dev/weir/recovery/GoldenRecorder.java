package dev.weir.recovery;

import dev.weir.StreamHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Records a golden checkpoint: beside its place, where nobody looks for one, and moves it there
 * when it is complete and has been shown to be of use.
 */
final class GoldenRecorder {
  /** When a recorded run begins, unless the harness's options say when. */
  private static final Instant CLOCK = Instant.parse("2024-01-01T00:00:00Z");

  private final StreamHarness harness;
  private final String name;
  private final JobUnderTest job;

  GoldenRecorder(StreamHarness harness, String name, JobUnderTest job) {
    this.harness = harness;
    this.name = name;
    this.job = job;
  }

  void record(Path target) {
    if (Files.exists(target)) {
      throw ArchiveMessages.isThere(name, target);
    }
    Path staging = target.resolveSibling("." + target.getFileName() + "-recording");
    try {
      GoldenFiles.delete(staging);
      Files.createDirectories(staging);
      try {
        write(staging);
        Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        GoldenFiles.delete(staging);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not record the golden checkpoint " + target, e);
    }
  }

  private void write(Path folder) {
    GoldenRun run = new GoldenRun(harness, job);
    Golden golden = run.upToTheLastBatch(folder, harness.options().clockStartsAt().orElse(CLOCK));
    GoldenRun.Result first = run.from(golden);
    if (first.refusal() != null) {
      throw ArchiveMessages.notRecorded(name, first.refusal());
    }
    GoldenDifferences differences =
        GoldenDifferences.between(
            golden.expecting(first.written()).expected(), run.from(golden).written());
    if (!differences.none()) {
      throw ArchiveMessages.notTheSameTwice(name, differences.text());
    }
  }
}
