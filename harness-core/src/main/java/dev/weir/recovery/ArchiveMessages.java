package dev.weir.recovery;

import java.nio.file.Path;
import java.util.List;

/** What an archive of golden checkpoints says when it cannot do what it was asked for. */
final class ArchiveMessages {
  private static final String PAGE = " See docs/errors/golden-checkpoint.md";

  private ArchiveMessages() {}

  static IllegalStateException tooFewBatches() {
    return new IllegalStateException(
        "A golden checkpoint lies between two batches, so the trial needs at least two: those before"
            + " it, and the last one, which comes after it. Call trial.batch(() -> input.add(...))"
            + " once more."
            + PAGE);
  }

  static IllegalStateException isThere(String job, Path golden) {
    return new IllegalStateException(
        "Job '"
            + job
            + "' has a golden checkpoint of release "
            + golden.getFileName()
            + ", and none is ever overwritten. Record another release, -Dweir.record=<release>, or"
            + " delete the folder "
            + golden
            + " if that release was never deployed."
            + PAGE);
  }

  static IllegalStateException notRecorded(String job, Throwable refusal) {
    return new IllegalStateException(
        "Job '"
            + job
            + "' does not go on from its own checkpoint, so there is nothing to record: "
            + Refusal.text(refusal)
            + "\n"
            + PAGE.strip(),
        refusal);
  }

  static IllegalStateException notTheSameTwice(String job, String differences) {
    return new IllegalStateException(
        "Job '"
            + job
            + "' was started twice from the checkpoint that is being recorded, and wrote something"
            + " else the second time, so no later release could be compared with it. Take out what"
            + " differs from run to run, such as random numbers:\n"
            + differences
            + "\n"
            + PAGE.strip());
  }

  static IllegalStateException otherBatches(Golden golden, int batches) {
    int then = golden.info().batchesBefore() + 1;
    return new IllegalStateException(
        "The golden checkpoint "
            + golden.folder()
            + " was recorded with "
            + then
            + " batches, and the trial has "
            + batches
            + ". It must be given what it was given then. For other batches use another name: each"
            + " name is a series of releases over the same batches."
            + PAGE);
  }

  static IllegalStateException failsAnyway(String job, Throwable failure) {
    return new IllegalStateException(
        "Job '"
            + job
            + "' fails without a golden checkpoint too, so nothing can be said of one: "
            + failure.getMessage(),
        failure);
  }

  static IllegalArgumentException badName(String what, String name) {
    return new IllegalArgumentException(
        "The name of a "
            + what
            + " is one of a folder in the archive: letters, digits, dots, hyphens and underscores,"
            + " but it is '"
            + name
            + "'."
            + PAGE);
  }

  static IllegalArgumentException noSuchRelease(String job, String release, List<String> there) {
    return new IllegalArgumentException(
        "Job '"
            + job
            + "' has no golden checkpoint of release "
            + release
            + ", but of "
            + there
            + "."
            + PAGE);
  }

  static IllegalStateException noBatch(Path checkpoint) {
    return new IllegalStateException(
        "The query has committed no batch, so its checkpoint holds nothing: "
            + checkpoint.getFileName()
            + ". Its first batches must bring it rows."
            + PAGE);
  }

  static IllegalStateException unknownFormat(Path golden, int format) {
    return new IllegalStateException(
        "The golden checkpoint "
            + golden
            + " has format "
            + format
            + ", and this release of Weir reads format "
            + GoldenInfo.FORMAT
            + ". Use the release of Weir that wrote it, or a later one."
            + PAGE);
  }

  static IllegalStateException unreadable(Path golden, Exception cause) {
    return new IllegalStateException(
        "The folder "
            + golden
            + " is none of a golden checkpoint, or one that is not complete: "
            + cause.getMessage()
            + ". Put back what is missing from version control, or delete it."
            + PAGE,
        cause);
  }

  static String noGolden(String job, List<String> operators) {
    return "job '"
        + job
        + "' keeps state ("
        + String.join(", ", operators)
        + ") and has no golden checkpoint: run its check with -Dweir.record=<release>";
  }

  static String stale(String job, List<String> releases) {
    return "there are golden checkpoints of '"
        + job
        + "' ("
        + String.join(", ", releases)
        + "), and no job of that name is listed: list it, or delete them";
  }
}
