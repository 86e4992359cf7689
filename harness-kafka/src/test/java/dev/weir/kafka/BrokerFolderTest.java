package dev.weir.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerFolderTest {

  @TempDir private Path parent;

  @Test
  void isGoneWithItsLockWhenClosed() throws IOException {
    try (BrokerFolder folder = BrokerFolder.create(parent)) {
      Files.createDirectories(folder.path().resolve("a/b"));
      Files.writeString(folder.path().resolve("a/b/c"), "text");
      assertThat(files()).hasSize(2);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void anotherOneOfThisProcessIsLeftAlone() throws IOException {
    try (BrokerFolder first = BrokerFolder.create(parent);
        BrokerFolder second = BrokerFolder.create(parent)) {
      assertThat(first.path()).isDirectory();
      assertThat(second.path()).isDirectory().isNotEqualTo(first.path());
    }
  }

  @Test
  void theFolderOfAKilledProcessIsDeletedAndThatOfALivingOneIsNot() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader says = other.inputReader(StandardCharsets.UTF_8)) {
      Path folder = Path.of(says.readLine());

      BrokerFolder.deleteWhatDeadProcessesLeft(parent);
      assertThat(folder.resolve("file")).isRegularFile();

      other.destroyForcibly().waitFor();
      BrokerFolder.deleteWhatDeadProcessesLeft(parent);
      assertThat(files()).isEmpty();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Makes a folder, says where, and waits to be killed. */
  static final class OtherProcess {

    private OtherProcess() {}

    public static void main(String[] arguments) throws IOException {
      BrokerFolder folder = BrokerFolder.create(Path.of(arguments[0]));
      Files.writeString(folder.path().resolve("file"), "text");
      System.out.println(folder.path());
      System.in.read();
    }
  }

  private Stream<Path> files() {
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
