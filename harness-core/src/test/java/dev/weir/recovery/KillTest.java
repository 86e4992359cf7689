package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.HarnessOptions;
import dev.weir.StateStoreKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill -9 at each crash point, again and again, with either state store provider in turn. */
@Tag("kill")
class KillTest {
  private static final int ROUNDS = Integer.getInteger("weir.kill.rounds", 20);
  private static final List<StateStoreKind> STORES =
      List.of(StateStoreKind.HDFS, StateStoreKind.ROCKSDB);

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

  private static ForkedJob job(
      Class<? extends JobUnderTest> type,
      StateStoreKind store,
      List<String> jvmArguments,
      Path folder) {
    return ForkedJob.of(type)
        .withOptions(store.in(HarnessOptions.defaults()))
        .withJvmArguments(jvmArguments.toArray(new String[0]))
        .in(folder);
  }

  /** The rounds of one provider, one after the other. Returns how many JVMs were killed. */
  private static int kill(
      StateStoreKind store, int rounds, List<String> jvmArguments, Path folder) {
    ForkedJob counts = job(RunningCounts.class, store, jvmArguments, folder);
    ForkedJob folders = job(TwoFolders.class, store, jvmArguments, folder);
    long start = System.nanoTime();
    int kills = 0;
    for (int round = 1; round <= rounds; round++) {
      KillReport files = counts.killedAt(placesOfTheFileSink());
      KillReport actions = folders.killedAt(CrashPoint.BETWEEN_ACTIONS.inBatch(1));
      assertThat(files).isExactlyOnce();
      assertThat(actions).isExactlyOnce();
      assertThat(folder).isEmptyDirectory();
      kills += files.kills().size() + actions.kills().size();
      System.out.printf(
          "kill: round %d of %d with %s, %d JVMs killed in %d s, no row lost, none doubled%n",
          round, rounds, store, kills, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
    return kills;
  }

  /** Each provider has a half of the rounds, and a thread, since a start leaves a core idle. */
  @Test
  void noRowIsLostAndNoneDoubled(@TempDir Path folder) throws Exception {
    List<String> jvmArguments =
        ClassArchive.jvmArguments(
            RunningCounts.class, Files.createDirectory(folder.resolve("archive")));
    List<Callable<Integer>> halves = new ArrayList<>();
    for (int i = 0; i < STORES.size(); i++) {
      StateStoreKind store = STORES.get(i);
      Path own = Files.createDirectory(folder.resolve(store.name()));
      int rounds = (ROUNDS + i) / STORES.size();
      halves.add(() -> kill(store, rounds, jvmArguments, own));
    }
    ExecutorService threads = Executors.newFixedThreadPool(halves.size());
    int kills = 0;
    try {
      for (Future<Integer> half : threads.invokeAll(halves)) {
        kills += half.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(kills).isEqualTo(ROUNDS * CrashPoint.values().length);
    assertThat(ForkedProcesses.alive()).isEmpty();
  }
}
