package dev.weir.site;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.node.Node;

/**
 * README and docs as HTML: each page at its own place, with the contents beside it. No script, and
 * nothing that comes over a network.
 */
public final class SiteBuilder {
  private static final Template PAGE =
      Mustache.compiler().withEscaper(Escapers.HTML).compile(resource("page.mustache"));

  private final Path root;
  private final Path site;
  private final Links links;
  private final Navigation navigation;

  private SiteBuilder(Path root, Path site) {
    this.root = root;
    this.site = site;
    this.links = new Links(root);
    Page contents = Page.read(root, Navigation.CONTENTS);
    Node document = contents.document();
    links.rewrite(contents.path(), document);
    this.navigation = Navigation.of(document);
  }

  /**
   * Builds the site and checks its links.
   *
   * @param arguments the repository's root, and the folder of the site, which is made
   */
  public static void main(String... arguments) throws IOException {
    Path site = Path.of(arguments[1]);
    build(Path.of(arguments[0]).toRealPath(), site);
    List<String> problems = LinkCheck.of(site);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", problems));
    }
    System.out.println("The site is " + site.resolve("index.html"));
  }

  static void build(Path root, Path site) throws IOException {
    new SiteBuilder(root, site).build();
  }

  private void build() throws IOException {
    for (Page page : Page.allBelow(root)) {
      Node document = page.document();
      links.rewrite(page.path(), document);
      write(page.target(), page.title(), Markdown.html(document));
    }
    for (Path file : links.files()) {
      if (Files.isDirectory(root.resolve(file))) {
        writeFolder(file);
      } else if (Links.isPicture(file)) {
        copy(file);
      } else {
        writeCode(file);
      }
    }
    Files.writeString(site.resolve("weir.css"), resource("weir.css"));
  }

  private void writeFolder(Path folder) throws IOException {
    Path target = Links.target(root, folder).orElseThrow();
    if (Files.exists(site.resolve(target))) {
      return; // Its README is there.
    }
    StringBuilder list = new StringBuilder("# " + Links.slashes(folder) + "\n\n");
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        Page page = Page.read(root, root.relativize(file));
        list.append("- [").append(page.title()).append("](");
        list.append(Objects.requireNonNull(page.target().getFileName())).append(")\n");
      }
    }
    Page page = new Page(folder.resolve("README.md"), list.toString());
    write(target, page.title(), Markdown.html(page.document()));
  }

  private void writeCode(Path file) throws IOException {
    String code = Escapers.HTML.escape(Files.readString(root.resolve(file)));
    String title = Links.slashes(file);
    String content = "<h1>" + Escapers.HTML.escape(title) + "</h1><pre><code>" + code;
    write(Links.target(root, file).orElseThrow(), title, content + "</code></pre>");
  }

  private void copy(Path file) throws IOException {
    Path target = site.resolve(file);
    Files.createDirectories(target.getParent());
    Files.write(target, Files.readAllBytes(root.resolve(file)));
  }

  private void write(Path target, String title, String content) throws IOException {
    Path folder = Links.folderOf(target);
    List<Map<String, Object>> sections =
        navigation.sections().stream().map(section -> section(section, folder, target)).toList();
    Path file = site.resolve(target);
    Files.createDirectories(file.getParent());
    Map<String, Object> values =
        Map.of(
            "title",
            title.equals("Weir") ? title : title + " · Weir",
            "content",
            content,
            "home",
            Links.slashes(folder.relativize(Path.of("index.html"))),
            "style",
            Links.slashes(folder.relativize(Path.of("weir.css"))),
            "sections",
            sections);
    Files.writeString(file, PAGE.execute(values));
  }

  private static Map<String, Object> section(Navigation.Section section, Path folder, Path target) {
    return Map.of(
        "title",
        section.title(),
        "entries",
        section.entries().stream()
            .map(
                entry ->
                    Map.of(
                        "title", entry.title(),
                        "link", Links.slashes(folder.relativize(entry.target())),
                        "here", entry.target().equals(target)))
            .toList());
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(SiteBuilder.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
