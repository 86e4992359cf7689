package dev.weir.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents and the code speak of the same things. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PAGE = Pattern.compile("docs/errors/([a-z0-9-]+)\\.md");

  @Test
  void eachMessageHasItsPageAndEachPageItsMessage() throws IOException {
    Set<String> mentioned = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(DocumentationTest::isMainSource).toList()) {
        PAGE.matcher(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""))
            .results()
            .map(result -> result.group(1))
            .filter(page -> !page.startsWith("kafka-"))
            .forEach(mentioned::add);
      }
    }
    Set<String> pages;
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/errors"))) {
      pages =
          files
              .map(file -> file.getFileName().toString().replace(".md", ""))
              // The Kafka module puts its pages' names together; its own test compares them.
              .filter(page -> !page.startsWith("kafka-") && !page.equals("README"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(pages).isEqualTo(mentioned);
  }

  private static final Pattern SETTING =
      Pattern.compile(
          "(?:PROPERTY|UPDATE|RECORD) = \"(weir\\.[a-z.]+)\"|\"(weir\\.(?:log|progress))\"");

  /** Kafka's settings have a table of their own. */
  @Test
  void eachSettingIsInTheTableOfSettings() throws IOException {
    Set<String> settings = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(DocumentationTest::isMainSource).toList()) {
        SETTING
            .matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
            .forEach(settings::add);
      }
    }
    String page = Files.readString(ROOT.resolve("docs/guide/ci.md"));
    assertThat(settings)
        .hasSizeGreaterThan(8)
        .allSatisfy(setting -> assertThat(page).contains("\n| `" + setting + "="));
  }

  @Test
  void eachPageSaysWhatItMeansWhyAndHowToFixIt() throws IOException {
    List<String> headings = List.of("## What it means", "## Why", "## How to fix it");
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      assertThat(lines.get(0)).as(page.toString()).startsWith("# ");
      assertThat(lines.stream().filter(line -> line.startsWith("## ")).toList())
          .as(page.toString())
          .isEqualTo(headings);
      for (String heading : headings) {
        int below = lines.indexOf(heading) + 2;
        assertThat(lines.get(below)).as("%s, %s", page, heading).isNotBlank().doesNotStartWith("#");
      }
    }
  }

  @Test
  void theIndexHasEachPageWithItsTitle() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Path page : pages()) {
      String file = page.getFileName().toString();
      String title = Files.readAllLines(page).get(0).substring(2);
      expected.add("| [" + file.replace(".md", "") + "](" + file + ") | " + title + " |");
    }
    assertThat(Files.readAllLines(ROOT.resolve("docs/errors/README.md")))
        .filteredOn(line -> line.startsWith("| ["))
        .isEqualTo(expected);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/errors"))) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }

  private static boolean isMainSource(Path file) {
    String path = ROOT.relativize(file).toString();
    return path.endsWith(".java") && path.contains("src/main/") && !path.contains("target/");
  }

  /** A table that says of each thing which test shows it: no cell is empty, each test is there. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/streamtest-parity.md", "docs/spark-traps.md"})
  void whatTheTablesSayIsShownIsATest(String page) throws IOException {
    Map<String, String> sources = testSources();
    List<String> wrong = new ArrayList<>();
    int tests = 0;
    for (String line : Files.readAllLines(ROOT.resolve(page))) {
      if (!line.startsWith("| ") || line.endsWith("| shown by |")) {
        continue;
      }
      List<String> cells = List.of(line.substring(1).split("(?<!\\\\)\\|"));
      if (cells.size() != 3 || cells.stream().anyMatch(String::isBlank)) {
        wrong.add("not three cells: " + line);
        continue;
      }
      Matcher reference = Pattern.compile("`(\\w+)#(\\w+)`").matcher(cells.get(2));
      int before = tests;
      while (reference.find()) {
        tests++;
        String source = sources.getOrDefault(reference.group(1), "");
        if (!source.contains(" " + reference.group(2) + "(")) {
          wrong.add("no such test: " + reference.group());
        }
      }
      if (tests == before) {
        wrong.add("no test: " + line);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tests).isGreaterThan(25);
  }

  /** Kafka's versions stand in the POM, and Spark brings its client's. */
  @Test
  void theVersionsInTheKafkaPageAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String broker = property(pom, "kafka.broker.version");
    assertThat(Files.readAllLines(ROOT.resolve("docs/kafka.md")))
        .anySatisfy(
            line -> assertThat(line).startsWith("| embedded broker | Kafka " + broker + " |"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "| client of Spark "
                            + sparkLine(property(pom, "spark.version"))
                            + ", and of the tests | Kafka "))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "| client of Spark "
                            + sparkLine(org.apache.spark.package$.MODULE$.SPARK_VERSION()))
                    .contains("| Kafka " + AppInfoParser.getVersion() + " |"))
        .anySatisfy(line -> assertThat(line).contains("`apache/kafka:" + broker + "`"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("| Testcontainers | " + property(pom, "testcontainers.version")));
  }

  private static String sparkLine(String version) {
    return version.substring(0, version.lastIndexOf('.'));
  }

  private static String property(String pom, String name) {
    return pom.replaceFirst("(?s).*<" + name + ">(.*?)</" + name + ">.*", "$1");
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith("Test.java"))
              .filter(f -> !ROOT.relativize(f).toString().contains("target/"))
              .toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }
}
