package dev.weir.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherDiscoveryListener;

class EarlyStartTest {
  @ExtendWith(SparkStreamingExtension.class)
  private static class Extended {}

  @SparkStreamingTest
  private static class Composed {}

  private static class Inheriting extends Composed {}

  private static class Plain {}

  @Test
  void isForClassesWithTheExtension() {
    assertThat(EarlyStart.hasExtension(Extended.class)).isTrue();
    assertThat(EarlyStart.hasExtension(Composed.class)).isTrue();
    assertThat(EarlyStart.hasExtension(Inheriting.class)).isTrue();
    assertThat(EarlyStart.hasExtension(Plain.class)).isFalse();
  }

  @Test
  void jUnitFindsIt() {
    assertThat(ServiceLoader.load(LauncherDiscoveryListener.class))
        .extracting(Object::getClass)
        .contains(EarlyStart.class);
  }
}
