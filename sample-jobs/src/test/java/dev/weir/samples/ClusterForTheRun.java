package dev.weir.samples;

import dev.weir.LocalSpark;
import dev.weir.StandaloneCluster;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts a cluster for all tests of the run where {@code -Dweir.test.workers} says so, which the
 * profile {@code cluster} does, and has every context be on it. The tests do not know.
 */
public final class ClusterForTheRun implements LauncherSessionListener {
  private @Nullable StandaloneCluster cluster;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    int workers = Integer.getInteger("weir.test.workers", 0);
    if (workers > 0) {
      cluster = StandaloneCluster.start(workers);
      System.setProperty(LocalSpark.MASTER_PROPERTY, cluster.masterUrl());
      System.out.println("tests run on " + cluster.masterUrl() + " with " + workers + " workers");
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (cluster != null) {
      cluster.close();
    }
  }
}
