package dev.weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults that make no sense, and one that showed nothing. */
@ExtendWith(WithHarness.class)
class StorageMessagesTest {
  private static final String PAGE = " See docs/errors/storage-fault.md";

  private static void isRefused(ThrowingCallable fault, String message) {
    assertThatIllegalArgumentException().isThrownBy(fault).withMessage(message + PAGE);
  }

  @Test
  void filesThatAreNoEndOfAPath() {
    String rest =
        "A fault needs to know which files it is for: say how their paths end, such as"
            + " \"offsets/1\" or \"state/**.delta\", and not ";
    isRefused(() -> StorageFault.failingWrite("/tmp/offsets/1"), rest + "\"/tmp/offsets/1\".");
    isRefused(() -> StorageFault.failingRename(" "), rest + "\" \".");
  }

  @Test
  void filesThatAreNoGlob() {
    isRefused(
        () -> StorageFault.cutShort("offsets/{1,2", 3),
        "\"offsets/{1,2\" is no glob of files: Missing '}.");
  }

  @Test
  void fewerBytesThanNone() {
    isRefused(
        () -> StorageFault.cutShort("offsets/1", -1),
        "A file or a disk has zero bytes or more, but was to have -1.");
    isRefused(
        () -> StorageFault.fullDisk(-5),
        "A file or a disk has zero bytes or more, but was to have -5.");
  }

  @Test
  void aDelayOfNothing() {
    isRefused(
        () -> StorageFault.delayedWrite("offsets/1", Duration.ZERO),
        "A delay must be positive, but is PT0S.");
  }

  @Test
  void lessThanOnce() {
    isRefused(
        () -> StorageFault.failingWrite("offsets/1").times(0),
        "A fault hits at least 1 file, but was to hit 0. To end one that was injected, call"
            + " lift().");
  }

  @Test
  void aFaultThatWasNeverHit(StreamHarness harness) {
    InjectedFault fault = harness.inject(StorageFault.cutShort("offsets/9", 3));
    assertThat(fault.hits()).isEmpty();
    assertThat(harness.findings())
        .containsExactly(
            "StorageFault.cutShort(\"offsets/9\", 3) was injected, and no such file has been"
                + " written since, so that it has shown nothing."
                + PAGE);
  }
}
