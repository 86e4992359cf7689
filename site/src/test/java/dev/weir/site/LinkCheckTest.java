package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCheckTest {
  @TempDir private Path root;

  private List<String> problems(String markdown) throws IOException {
    Files.createDirectories(root.resolve("docs"));
    Files.writeString(root.resolve("docs/README.md"), "# Contents\n\n## All\n\n[Page](page.md)\n");
    Files.writeString(root.resolve("docs/page.md"), "# Page\n\n## A Heading, `coded`\n");
    Files.writeString(root.resolve("docs/Code.java"), "List<String> x;\n");
    Files.writeString(root.resolve("README.md"), "# Start\n\n" + markdown + "\n");
    Path site = root.resolve("target/site");
    SiteBuilder.build(root, site);
    return LinkCheck.of(site);
  }

  @Test
  void goodLinksAreGood() throws IOException {
    assertThat(
            problems(
                "[a](docs/page.md) [b](docs/page.md#a-heading-coded) [c](#start) [d](docs)"
                    + " [e](docs/Code.java) [f](https://example.com)"))
        .isEmpty();
    assertThat(Files.readString(root.resolve("target/site/docs/Code.java.html")))
        .contains("List&lt;String&gt; x;");
  }

  @Test
  void aPageThatIsNotThere() throws IOException {
    assertThat(problems("[a](docs/none.md)"))
        .containsExactly("index.html: docs/none.md: no such page");
  }

  @Test
  void aFileOutsideOfTheRepository() throws IOException {
    assertThat(problems("[a](../else.md)")).containsExactly("index.html: ../else.md: no such page");
  }

  @Test
  void aHeadingThatIsNotThere() throws IOException {
    assertThat(problems("[a](docs/page.md#heading) [b](#end)"))
        .containsExactly(
            "index.html: docs/page.html#heading: no such heading",
            "index.html: #end: no such heading");
  }

  @Test
  void aPictureThatIsNotThere() throws IOException {
    assertThat(problems("![a](docs/none.png)"))
        .containsExactly("index.html: docs/none.png: no such page");
  }

  @Test
  void whatComesOverTheNetwork() throws IOException {
    assertThat(problems("![a](https://example.com/badge.svg)"))
        .containsExactly("index.html: https://example.com/badge.svg: comes over the network");
  }
}
