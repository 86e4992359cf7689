package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.HarnessOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill -9 at each crash point, again and again, with either state store provider in turn. */
@Tag("kill")
class KillTest {
  private static final int ROUNDS = Integer.getInteger("weir.kill.rounds", 20);
  private static final List<String> PROVIDERS =
      List.of("HDFSBackedStateStoreProvider", "RocksDBStateStoreProvider");

  /** The file sink has one action a batch, and a foreachBatch has no log to be killed before. */
  private static CrashAt[] placesOfTheFileSink() {
    List<CrashAt> places = new ArrayList<>();
    for (CrashPoint point : CrashPoint.values()) {
      if (point != CrashPoint.BETWEEN_ACTIONS) {
        places.add(point.inBatch(places.size()));
      }
    }
    return places.toArray(new CrashAt[0]);
  }

  private static ForkedJob with(ForkedJob job, String provider, Path folder) {
    return job.withOptions(
            HarnessOptions.defaults()
                .withConf(
                    "spark.sql.streaming.stateStore.providerClass",
                    "org.apache.spark.sql.execution.streaming.state." + provider))
        .in(folder);
  }

  @Test
  void noRowIsLostAndNoneDoubled(@TempDir Path folder) {
    List<ForkedJob> counts =
        PROVIDERS.stream().map(p -> with(ForkedJob.of(RunningCounts.class), p, folder)).toList();
    List<ForkedJob> folders =
        PROVIDERS.stream().map(p -> with(ForkedJob.of(TwoFolders.class), p, folder)).toList();
    long start = System.nanoTime();
    int kills = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int provider = round % PROVIDERS.size();
      KillReport files = counts.get(provider).killedAt(placesOfTheFileSink());
      KillReport actions = folders.get(provider).killedAt(CrashPoint.BETWEEN_ACTIONS.inBatch(1));
      assertThat(files).isExactlyOnce();
      assertThat(actions).isExactlyOnce();
      assertThat(folder).isEmptyDirectory();
      kills += files.kills().size() + actions.kills().size();
      System.out.printf(
          "kill: round %d of %d with %s, %d JVMs killed in %d s, no row lost, none doubled%n",
          round + 1,
          ROUNDS,
          PROVIDERS.get(provider),
          kills,
          Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
    assertThat(kills).isEqualTo(ROUNDS * CrashPoint.values().length);
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(process -> process.info().commandLine().orElse("").contains("ForkedMain"));
  }
}
