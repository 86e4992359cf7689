package dev.weir.recovery;

import static dev.weir.recovery.Recording.files;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest version of each store stays, with all that it needs. */
class StateFilesTest {
  @TempDir Path state;

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = state.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  @Test
  void withoutSnapshotsEachChangeIsNeeded() throws IOException {
    write("0/0/1.delta", "0/0/2.delta", "0/0/_metadata/schema");
    StateFiles.prune(state);
    assertThat(files(state)).containsExactly("0/0/1.delta", "0/0/2.delta", "0/0/_metadata/schema");
  }

  @Test
  void theChangesAfterTheLastSnapshot() throws IOException {
    write("0/0/9.delta", "0/0/9.snapshot", "0/0/10.delta", "0/0/10.snapshot", "0/0/11.delta");
    write("0/1/9.delta", "0/1/10.delta");
    StateFiles.prune(state);
    assertThat(files(state))
        .containsExactly("0/0/10.snapshot", "0/0/11.delta", "0/1/10.delta", "0/1/9.delta");
  }

  @Test
  void theFilesThatTheLastArchiveNames() throws IOException {
    write("0/0/left/SSTs/1-a.sst", "0/0/left/SSTs/2-b.sst", "0/0/left/SSTs/3-c.sst");
    write("0/0/left/logs/1-a.log", "0/0/left/2.changelog", "0/0/left/3.changelog");
    zip("0/0/left/1.zip", "1-a.sst");
    zip("0/0/left/2.zip", "2-b.sst");
    StateFiles.prune(state);
    assertThat(files(state))
        .containsExactly("0/0/left/2.zip", "0/0/left/3.changelog", "0/0/left/SSTs/2-b.sst");
  }

  private void zip(String name, String sst) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(state.resolve(name)))) {
      zip.putNextEntry(new ZipEntry("metadata"));
      String metadata = "v1\n{\"sstFiles\":[{\"dfsSstName\":\"" + sst + "\"}],\"numKeys\":1}";
      zip.write(metadata.getBytes(StandardCharsets.UTF_8));
    }
  }
}
