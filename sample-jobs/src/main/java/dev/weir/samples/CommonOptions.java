package dev.weir.samples;

import picocli.CommandLine.Option;

/** What every job has: help, and a place for its checkpoint. */
final class CommonOptions {
  @Option(
      names = "--checkpoint-location",
      paramLabel = "FOLDER",
      required = false,
      description =
          "Folder or URI of the query's checkpoint; a restarted job goes on from there"
              + " (default: checkpoints/ and the job's name).")
  String location = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help and ends.")
  boolean help;

  String checkpoint(String job) {
    return location.isEmpty() ? "checkpoints/" + job : location;
  }
}
