package dev.weir.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of the repository as it is. */
class SiteTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  @TempDir private static Path site;

  @BeforeAll
  static void build() throws IOException {
    SiteBuilder.build(ROOT, site);
  }

  @Test
  void eachLinkAndEachAnchorLeadsSomewhere() throws IOException {
    assertThat(String.join("\n", LinkCheck.of(site))).isEmpty();
  }

  @Test
  void eachPageButThoseOfErrorsIsInTheContents() throws IOException {
    Document start = Jsoup.parse(site.resolve("index.html"));
    Set<Path> listed = new HashSet<>();
    start.select("nav a").forEach(link -> listed.add(Path.of(link.attr("href"))));
    for (Page page : Page.allBelow(ROOT)) {
      if (!page.path().startsWith("docs/errors") && !page.path().equals(Navigation.CONTENTS)) {
        assertThat(listed).contains(page.target());
      }
    }
    assertThat(listed).contains(Path.of("docs/errors/index.html"));
  }

  @Test
  void aPageKnowsWhereItIs() throws IOException {
    Document page = Jsoup.parse(site.resolve("docs/architecture.html"));
    assertThat(page.title()).isEqualTo("Architecture · Weir");
    assertThat(page.select("nav a[aria-current=page]").attr("href")).isEqualTo("architecture.html");
    assertThat(page.select("header a").attr("href")).isEqualTo("../index.html");
  }

  @Test
  void theErrorPagesHaveAnIndex() throws IOException {
    Document index = Jsoup.parse(site.resolve("docs/errors/index.html"));
    Path errors = ROOT.resolve("docs/errors");
    try (var pages = Files.list(errors)) {
      // All but the index itself.
      assertThat(index.select("main td a")).hasSize((int) pages.count() - 1);
    }
  }

  @Test
  void thereIsNoScript() throws IOException {
    try (var files = Files.walk(site)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        assertThat(Jsoup.parse(file).select("script")).as(file.toString()).isEmpty();
      }
    }
  }
}
