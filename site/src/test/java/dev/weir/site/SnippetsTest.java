package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnippetsTest {
  private static final Path ROOT = Path.of("..");

  /** {@code mvn -pl site test -Dtest=SnippetsTest -Dweir.snippets.update=true} mends the pages. */
  @Test
  void thePagesHaveTheCodeThatTheBuildRuns() throws IOException {
    Snippets snippets = new Snippets(ROOT);
    List<String> problems = new ArrayList<>();
    for (Page page : Page.allBelow(ROOT)) {
      if (Boolean.getBoolean("weir.snippets.update")) {
        Files.writeString(ROOT.resolve(page.path()), snippets.updated(page));
        page = Page.read(ROOT, page.path());
      }
      problems.addAll(snippets.problems(page));
    }
    assertThat(String.join("\n", problems)).isEmpty();
  }

  private static final String CODE =
      """
      class Example {
        // @start region="outer"
        void run() {
          // @start region="inner"
          step();

          step();
          // @end
        }
        // @end
      }
      """;

  private static Page page(String mark, String code) {
    return new Page(Path.of("page.md"), "# Page\n\n" + mark + "```java\n" + code + "```\n\nEnd.\n");
  }

  private static Snippets snippets(Path folder) throws IOException {
    Files.writeString(folder.resolve("Example.java"), CODE);
    return new Snippets(folder);
  }

  @Test
  void aRegionIsItsLinesWithoutMarksAndIndentation() {
    assertThat(Snippets.region(CODE, "inner")).isEqualTo("step();\n\nstep();\n");
    assertThat(Snippets.region(CODE, "outer"))
        .isEqualTo("void run() {\n  step();\n\n  step();\n}\n");
    assertThat(Snippets.region(CODE, "other")).isNull();
  }

  @Test
  void codeThatIsNobodysIsNamed(@TempDir Path folder) throws IOException {
    assertThat(snippets(folder).problems(page("", "step();\n")))
        .containsExactly("page.md:3: code without '<!-- snippet: FILE#REGION -->' before it");
    assertThat(snippets(folder).problems(page("<!-- snippet: Other.java#inner -->\n", "")))
        .containsExactly("page.md:4: there is no Other.java#inner");
    assertThat(snippets(folder).problems(page("<!-- snippet: Example.java#none -->\n", "")))
        .containsExactly("page.md:4: there is no Example.java#none");
  }

  @Test
  void codeThatDiffersIsNamedAndMended(@TempDir Path folder) throws IOException {
    Page page = page("<!-- snippet: Example.java#inner -->\n", "stop();\n");
    assertThat(snippets(folder).problems(page))
        .containsExactly("page.md:4: is not what Example.java#inner is:\nstep();\n\nstep();\n");
    Page mended = new Page(page.path(), snippets(folder).updated(page));
    assertThat(snippets(folder).problems(mended)).isEmpty();
    assertThat(mended.text())
        .startsWith("# Page\n\n<!-- snippet: Example.java#inner -->\n```java\nstep();\n")
        .endsWith("```\n\nEnd.\n");
  }

  @Test
  void codeMayBeLeftOutForAReason(@TempDir Path folder) throws IOException {
    Page page = page("<!-- no snippet: a line of a log -->\n", "stop();\n");
    assertThat(snippets(folder).problems(page)).isEmpty();
    assertThat(snippets(folder).updated(page)).isEqualTo(page.text());
  }
}
