package dev.weir.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.StreamHarness;
import dev.weir.WithHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The pages in a browser, as a person has them: Debian's Chromium, without a window. */
@Tag("browser")
@ExtendWith(WithHarness.class)
class TimelineBrowserTest {
  @TempDir private static Path profile;
  @TempDir private Path folder;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1300,900",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    // A driver that is named is not looked for, neither here nor in the network.
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .build(),
            options);
  }

  @AfterAll
  static void close() {
    browser.quit();
  }

  /**
   * Whatever was done with a page: it has neither complained nor asked the network for anything.
   */
  @AfterEach
  void nothingWentWrong() {
    assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    assertThat(browser.manage().logs().get(LogType.PERFORMANCE).getAll())
        .extracting(entry -> entry.getMessage())
        .filteredOn(message -> message.contains("Network.requestWillBeSent\""))
        // The page that a browser begins with.
        .filteredOn(message -> !message.contains("\"documentURL\":\"chrome://"))
        .allMatch(message -> message.contains("\"url\":\"file:///"));
    assertThat(browser.executeScript("return window.hacked")).isNull();
  }

  private void show(Timeline timeline) {
    show(timeline, Duration.ofSeconds(30));
  }

  private void show(Timeline timeline, Duration atMost) {
    Path file = timeline.writeTo(folder.resolve("page.html"));
    browser.get(file.toUri().toString());
    new WebDriverWait(browser, atMost)
        .until(b -> !b.findElements(By.cssSelector("html[data-ready=true]")).isEmpty());
  }

  private static String text(String css) {
    return browser.findElement(By.cssSelector(css)).getText();
  }

  private static void press(CharSequence... keys) {
    new Actions(browser).sendKeys(keys).perform();
  }

  private static List<String> texts(String css) {
    return browser.findElements(By.cssSelector(css)).stream().map(WebElement::getText).toList();
  }

  @Test
  void beginsAtTheFailureAndIsSteppedThroughByKeyboard(StreamHarness harness) {
    show(Runs.eventful(harness));
    assertThat(text("h1")).isEqualTo("ClicksTest.countsClicks");
    assertThat(text(".verdict")).isEqualTo("✗ failed");
    assertThat(text("#why")).contains("Expecting no rows, but there").doesNotContain("The run of");
    assertThat(text("#details-heading")).isEqualTo("Failed assertion");
    press(Keys.HOME);
    assertThat(text("#details-heading")).isEqualTo("Batch 0");
    assertThat(text("#position")).isEqualTo("1 of 10");
    assertThat(text("#details")).contains("Brought by memory input 'memory-1'", "bob");
    assertThat(texts("#table tbody tr td:first-child")).containsExactly("+ new", "+ new");
    press(Keys.ARROW_RIGHT);
    assertThat(text("#details")).contains("○ no new data");
    assertThat(texts("#table tbody tr td:first-child")).containsExactly("", "");
    assertThat(browser.findElement(By.id("said")).getAttribute("textContent"))
        .isEqualTo(
            "Batch 1: no new data, 0 rows in, 0 emitted, watermark 2024-02-05T12:10:00.000Z."
                + " 2 of 10");
    press("n");
    assertThat(text("#details")).contains("◆ 1 late row dropped", "12:03", "cyd");
    press("n");
    assertThat(text("#details")).contains("Crash", "after the sink's write, in batch 4");
    press("p");
    assertThat(text("#details-heading")).isEqualTo("Batch 2");
    assertThat(texts("#table tbody tr td:first-child")).contains("~ changed");
    assertThat(text("#table")).contains("2 (was 1)");
    press(Keys.END);
    assertThat(text("#position")).isEqualTo("10 of 10");
  }

  @Test
  void showsLateRowsAgainstTheWatermark(StreamHarness harness) {
    show(Runs.eventful(harness));
    assertThat(browser.findElements(By.cssSelector("#strip .late"))).hasSize(1);
    assertThat(browser.findElements(By.cssSelector("#strip .water"))).hasSize(1);
    int late = browser.findElement(By.cssSelector("#strip path.late")).getRect().getY();
    int range =
        browser.findElement(By.cssSelector("#strip .column[data-at='0'] .range")).getRect().getY();
    // 12:03 is below 12:20.
    assertThat(late).isGreaterThan(range);
  }

  @Test
  void filtersByKey() {
    show(Runs.made(40, 3));
    press("/");
    press("word-7-2");
    assertThat(text("#matches")).isEqualTo("1 batch with it");
    press(Keys.TAB);
    press(Keys.HOME);
    assertThat(browser.findElements(By.cssSelector("#strip .column:not(.dim)"))).hasSize(1);
    // As a hand does it, whatever lies over the marble.
    new Actions(browser)
        .click(browser.findElement(By.cssSelector("#strip [data-at='7'] .marble")))
        .perform();
    assertThat(text("#details-heading")).isEqualTo("Batch 7");
    assertThat(text("#details")).contains("1 of 3 match the filter").doesNotContain("word-7-1");
    press(Keys.ESCAPE);
    assertThat(browser.findElements(By.cssSelector("#strip .dim"))).isEmpty();
    assertThat(text("#details")).contains("word-7-1");
  }

  @Test
  void zooms() {
    show(Runs.made(100, 1));
    int before = browser.findElements(By.cssSelector("#strip .column")).size();
    press("+");
    int closer = browser.findElements(By.cssSelector("#strip .column")).size();
    assertThat(closer).isLessThan(before);
    press("0");
    assertThat(browser.findElements(By.cssSelector("#strip .column"))).hasSize(101);
  }

  @Test
  void isLightAndDark() {
    show(Runs.made(3, 1));
    for (String scheme : List.of("light", "dark")) {
      browser.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
      String background = browser.findElement(By.tagName("body")).getCssValue("background-color");
      String ink = browser.findElement(By.tagName("body")).getCssValue("color");
      assertThat(background)
          .isEqualTo(scheme.equals("light") ? "rgba(255, 255, 255, 1)" : "rgba(20, 23, 27, 1)");
      assertThat(ink)
          .isEqualTo(scheme.equals("light") ? "rgba(28, 33, 40, 1)" : "rgba(232, 235, 238, 1)");
    }
    browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  @Test
  void tenThousandBatchesOpenInTwoSeconds() {
    show(Runs.made(10_000, 1), Duration.ofSeconds(2));
    assertThat(text("#position")).isEqualTo("10,001 of 10,001");
    assertThat(browser.findElements(By.cssSelector("#strip .column")).size()).isLessThan(200);
    assertThat(browser.findElements(By.cssSelector("#overview svg"))).hasSize(1);
    press(Keys.HOME);
    assertThat(text("#details-heading")).isEqualTo("Batch 0");
  }

  @Test
  void aHundredThousandRowsOpenInTwoSeconds() {
    // Half of them are what came in.
    show(Runs.made(500, 100), Duration.ofSeconds(2));
    assertThat(text("#table caption")).startsWith("50,000 rows, the newest first");
    assertThat(texts("#table tbody tr")).hasSize(200);
    assertThat(text("#table > button")).isEqualTo("49,800 more rows");
    browser.findElement(By.cssSelector("#table > button")).click();
    assertThat(texts("#table tbody tr")).hasSize(400);
  }

  @Test
  void hostileValuesAreText() {
    show(
        Runs.ofRows(Runs.HOSTILE, Runs.hostile())
            .ofTest("<script>window.hacked=1</script>", "</pre><script>window.hacked=1</script>"));
    assertThat(text("h1")).isEqualTo("<script>window.hacked=1</script>");
    assertThat(text("#why")).isEqualTo("</pre><script>window.hacked=1</script>");
    press(Keys.HOME);
    List<String> cells = texts("#table td");
    assertThat(cells)
        .contains(
            "<script>window.hacked=1</script>",
            "{{[</script><img src=x onerror=window.hacked=1>]}}",
            "\"quotes\" & 'more' <!-- <b>",
            "\\u202eevil \\u0000\\u0007\\u001b[31m\\u2028 \\ud83d",
            "null");
    assertThat(texts("#table th")).contains("</script><script>window.hacked=1</script>");
    assertThat(browser.findElements(By.tagName("img"))).isEmpty();
    assertThat(browser.findElements(By.tagName("script"))).hasSize(2);
  }

  /** What a screen reader is told. */
  @Test
  void hasLandmarksHeadingsAndNames(StreamHarness harness) {
    show(Runs.eventful(harness));
    assertThat(texts("main")).hasSize(1);
    assertThat(texts("h2"))
        .containsExactly("Why it failed", "The run", "Failed assertion", "All moments", "As text");
    assertThat(
            browser.executeScript(
                "return [...document.querySelectorAll('button, input, select, svg[role=img],"
                    + " section')].filter(e => !e.hidden && !(e.textContent.trim()"
                    + " || e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')"
                    + " || (e.labels && e.labels.length))).length"))
        .isEqualTo(0L);
    assertThat(browser.findElements(By.cssSelector("table th:not([scope])"))).isEmpty();
  }

  @Test
  void aNarrowWindowNeedsNoScrollingSideways(StreamHarness harness) {
    show(Runs.eventful(harness));
    browser.manage().window().setSize(new org.openqa.selenium.Dimension(500, 900));
    assertThat(
            browser.executeScript(
                "return document.documentElement.scrollWidth"
                    + " <= document.documentElement.clientWidth"))
        .isEqualTo(true);
    browser.manage().window().setSize(new org.openqa.selenium.Dimension(1300, 900));
  }
}
