package dev.weir.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What is written into a page; what a browser makes of it {@link TimelineBrowserTest} looks at. */
class TimelinePageTest {

  private static JsonNode data(String html) throws Exception {
    String open = "<script type=\"application/json\" id=\"data\">";
    int from = html.indexOf(open) + open.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  @Test
  void valuesAreNoMarkup() throws Exception {
    Timeline timeline =
        Runs.ofRows(Runs.HOSTILE, Runs.hostile())
            .ofTest("<script>alert(1)</script>", "expected </pre><script>alert(2)</script>");
    String html = timeline.html();
    assertThat(html).doesNotContain("<script>alert").doesNotContain("<script>window");
    assertThat(html).doesNotContain("<img");
    // The data, the code, and no third.
    assertThat(html.split("<script", -1)).hasSize(3);
    assertThat(html.split("</script", -1)).hasSize(3);
    JsonNode rows = data(html).at("/queries/0/moments/0/rows");
    assertThat(rows.at("/0/0").asText()).isEqualTo("<script>window.hacked=1</script>");
    assertThat(rows.at("/0/2").asText())
        .isEqualTo("{{[</script><img src=x onerror=window.hacked=1>]}}");
    assertThat(rows.at("/1/2").isNull()).isTrue();
    assertThat(rows.at("/2/0").asText())
        .isEqualTo("\\u202eevil \\u0000\\u0007\\u001b[31m\\u2028 \\ud83d");
    assertThat(rows.at("/3/0").asText()).endsWith("x… (1048576 characters)").hasSize(222);
    assertThat(html.length()).isLessThan(200_000);
  }

  @Test
  void neitherLoadsNorRunsAnythingElse() {
    String html = Runs.made(2, 1).html();
    assertThat(html)
        .contains("default-src 'none'; script-src 'sha256-")
        .doesNotContain("http://www.w3.org/1999")
        .doesNotContain("src=\"")
        .doesNotContain(" style=\"")
        .doesNotContain(" onclick");
  }

  @Test
  void leavesOutColumnsAndSaysSo() throws Exception {
    String html = Runs.wide().html();
    assertThat(html).contains("Of 500 columns the first 60 are shown.");
    assertThat(data(html).at("/queries/0/moments/0/rows/0")).hasSize(60);
  }

  /** What is dear is the end of the run. */
  @Test
  void leavesOutTheFirstRowsAndSaysSo() throws Exception {
    String html = TimelinePage.of(Runs.made(5, 2), new PageBudget(10, 1_000_000)).html();
    JsonNode moments = data(html).at("/queries/0/moments");
    assertThat(moments.at("/4/rows")).hasSize(2);
    assertThat(moments.at("/0/rows").isNull()).isTrue();
    assertThat(moments.at("/0/out").asInt()).isEqualTo(2);
    assertThat(html).contains("Rows are left out where there are too many for a page");
  }

  @Test
  void saysNothingOfWhatItHas() {
    assertThat(Runs.made(5, 2).html()).doesNotContain("Not on this page");
  }

  @Test
  void boundsAPage() {
    String html = Runs.made(10_000, 20).html();
    assertThat(html.length()).isLessThan(25_000_000);
    assertThat(html).contains("Rows are left out");
  }
}
