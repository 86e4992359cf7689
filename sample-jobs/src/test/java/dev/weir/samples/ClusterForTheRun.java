package dev.weir.samples;

import dev.weir.LocalSpark;
import dev.weir.StandaloneCluster;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts a cluster for all tests of the run where {@code -Dweir.test.workers} says so, which the
 * profile {@code cluster} does, and has every context be on it. The tests do not know.
 */
public final class ClusterForTheRun implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    int workers = Integer.getInteger("weir.test.workers", 0);
    if (workers > 0) {
      StandaloneCluster cluster = StandaloneCluster.start(workers);
      System.setProperty(LocalSpark.MASTER_PROPERTY, cluster.masterUrl());
      // The store closes what came into it first at last: after the context of the tests.
      session.getStore().put(Namespace.create(ClusterForTheRun.class), "cluster", cluster);
      System.out.println("tests run on " + cluster.masterUrl() + " with " + workers + " workers");
    }
  }
}
