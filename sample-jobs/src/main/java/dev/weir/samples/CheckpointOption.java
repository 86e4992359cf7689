package dev.weir.samples;

import picocli.CommandLine.Option;

/** Where a job keeps its checkpoint. */
final class CheckpointOption {
  @Option(
      names = "--checkpoint-location",
      paramLabel = "FOLDER",
      required = false,
      description =
          "Folder or URI of the query's checkpoint; a restarted job goes on from there"
              + " (default: checkpoints/ and the job's name).")
  String location = "";

  String orDefault(String job) {
    return location.isEmpty() ? "checkpoints/" + job : location;
  }
}
