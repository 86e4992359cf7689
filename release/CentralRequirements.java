import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * What Maven Central asks of a release, and what Weir promises besides, checked on a folder that was deployed to.
 * Run by {@code release/check}: {@code java CentralRequirements.java FOLDER VERSION}.
 */
class CentralRequirements {
  /** The modules that are published, with the names that they have on a module path. */
  private static final Map<String, String> JARS =
      Map.of(
          "harness-core", "dev.weir",
          "harness-junit", "dev.weir.junit",
          "harness-kafka", "dev.weir.kafka",
          "harness-kafka-broker", "dev.weir.kafka.broker");

  private static final String BOM = "weir-bom";

  private static final List<String> REQUIRED =
      List.of(
          "modelVersion",
          "groupId",
          "artifactId",
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  private final List<String> findings = new ArrayList<>();
  private final XPath xpath = XPathFactory.newInstance().newXPath();
  private final String version;

  private CentralRequirements(String version) {
    this.version = version;
  }

  public static void main(String... args) throws Exception {
    CentralRequirements requirements = new CentralRequirements(args[1]);
    requirements.check(Path.of(args[0], "dev", "weir"));
    requirements.findings.forEach(System.out::println);
    if (!requirements.findings.isEmpty()) {
      System.exit(1);
    }
    System.out.println(JARS.size() + 1 + " artifacts are as Maven Central wants them: " + JARS.keySet() + ", " + BOM);
  }

  private void check(Path group) throws Exception {
    for (Path module : list(group)) {
      String name = module.getFileName().toString();
      require(JARS.containsKey(name) || name.equals(BOM), module, "is not to be published");
    }
    for (String name : JARS.keySet()) {
      Path base = group.resolve(name).resolve(version);
      checkFiles(base, name, List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json", ".pom"));
      checkPom(base.resolve(file(name, ".pom")), "jar");
      checkJars(base, name);
    }
    Path bom = group.resolve(BOM).resolve(version);
    checkFiles(bom, BOM, List.of("-cyclonedx.json", ".pom"));
    Path pom = bom.resolve(file(BOM, ".pom"));
    checkPom(pom, "pom");
    if (Files.exists(pom)) {
      checkManaged(pom);
    }
  }

  private void checkFiles(Path base, String name, List<String> endings) throws Exception {
    if (!Files.isDirectory(base)) {
      findings.add(base + ": is missing");
      return;
    }
    List<String> known = new ArrayList<>();
    for (String ending : endings) {
      Path file = base.resolve(file(name, ending));
      checkSums(file);
      Path signature = Path.of(file + ".asc");
      checkSums(signature);
      for (String companion : List.of("", ".md5", ".sha1", ".asc", ".asc.md5", ".asc.sha1")) {
        known.add(file.getFileName() + companion);
      }
    }
    for (Path file : list(base)) {
      require(known.contains(file.getFileName().toString()), file, "does not belong here");
    }
  }

  private void checkSums(Path file) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      findings.add(file + ": is missing");
      return;
    }
    for (Map.Entry<String, String> sum : Map.of(".md5", "MD5", ".sha1", "SHA-1").entrySet()) {
      Path sums = Path.of(file + sum.getKey());
      if (!Files.exists(sums)) {
        // Central asks for them of what is signed, not of signatures.
        require(file.toString().endsWith(".asc"), sums, "is missing");
        continue;
      }
      byte[] digest = MessageDigest.getInstance(sum.getValue()).digest(Files.readAllBytes(file));
      require(HexFormat.of().formatHex(digest).equals(Files.readString(sums).strip()), sums, "is wrong");
    }
  }

  private void checkPom(Path pom, String packaging) throws Exception {
    if (!Files.exists(pom)) {
      return;
    }
    Document document = parse(pom);
    for (String element : REQUIRED) {
      require(!text(document, "/project/" + element).isBlank(), pom, "has no " + element);
    }
    require(text(document, "/project/version").equals(version), pom, "has another version");
    require(!version.endsWith("-SNAPSHOT"), pom, "is a snapshot");
    String declared = text(document, "/project/packaging");
    require((declared.isBlank() ? "jar" : declared).equals(packaging), pom, "has another packaging");
    for (String unwanted : List.of("parent", "repositories", "pluginRepositories", "build", "profiles")) {
      require(nodes(document, "/project/" + unwanted).getLength() == 0, pom, "has " + unwanted);
    }
    // A POM's own version is known without a parent.
    String properties = Files.readString(pom, UTF_8).replace("${project.version}", "");
    require(!properties.contains("${"), pom, "has an open property");
    NodeList dependencies = nodes(document, "//dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      String artifact = xpath.evaluate("concat(groupId, ':', artifactId)", dependencies.item(i));
      String of = xpath.evaluate("version", dependencies.item(i)).replace("${project.version}", version);
      require(!of.isBlank() && !of.endsWith("-SNAPSHOT"), pom, "wants " + artifact + " in version '" + of + "'");
      String scope = xpath.evaluate("scope", dependencies.item(i));
      require(!scope.equals("test") && !scope.equals("system"), pom, "has " + artifact + " in scope " + scope);
    }
  }

  private void checkManaged(Path bom) throws Exception {
    Document document = parse(bom);
    NodeList managed = nodes(document, "/project/dependencyManagement/dependencies/dependency/artifactId");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < managed.getLength(); i++) {
      names.add(managed.item(i).getTextContent());
    }
    require(names.stream().sorted().toList().equals(JARS.keySet().stream().sorted().toList()), bom, "manages " + names);
  }

  private void checkJars(Path base, String name) throws IOException {
    Path main = base.resolve(file(name, ".jar"));
    if (Files.exists(main)) {
      try (JarFile jar = new JarFile(main.toFile())) {
        String module = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
        require(JARS.get(name).equals(module), main, "is the module " + module);
      }
    }
    requireEntry(base.resolve(file(name, "-sources.jar")), entry -> entry.endsWith(".java"), "sources");
    Path javadoc = base.resolve(file(name, "-javadoc.jar"));
    requireEntry(javadoc, "index.html"::equals, "index.html");
    if (Files.exists(javadoc)) {
      require(entries(javadoc).noneMatch(entry -> entry.contains("/internal/")), javadoc, "documents internals");
    }
  }

  private void requireEntry(Path jar, java.util.function.Predicate<String> wanted, String what) throws IOException {
    if (Files.exists(jar)) {
      require(entries(jar).anyMatch(wanted), jar, "has no " + what);
    }
  }

  private static Stream<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(java.util.zip.ZipEntry::getName).toList().stream();
    }
  }

  private void require(boolean condition, Path where, String problem) {
    if (!condition) {
      findings.add(where + ": " + problem);
    }
  }

  private String file(String name, String ending) {
    return name + "-" + version + ending;
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
  }

  private String text(Document document, String path) throws Exception {
    return xpath.evaluate(path, document);
  }

  private NodeList nodes(Document document, String path) throws Exception {
    return (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("maven-metadata")).sorted().toList();
    }
  }
}
