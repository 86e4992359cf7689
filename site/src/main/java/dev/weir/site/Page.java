package dev.weir.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/**
 * One Markdown page of the repository.
 *
 * @param path its place below the root of the repository
 * @param text its Markdown
 */
record Page(Path path, String text) {

  /** All pages of the repository that somebody wrote, in the order of their paths. */
  static List<Page> allBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(root::relativize)
          .filter(path -> path.toString().endsWith(".md"))
          .filter(Page::isWritten)
          .sorted()
          .map(path -> read(root, path))
          .toList();
    }
  }

  /** Not what a build has copied, nor what a tool keeps in a hidden folder. */
  private static boolean isWritten(Path path) {
    for (Path part : path) {
      if (part.toString().equals("target") || part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  static Page read(Path root, Path path) {
    try {
      return new Page(path, Files.readString(root.resolve(path)));
    } catch (IOException e) {
      throw new IllegalStateException("No page " + path, e);
    }
  }

  Node document() {
    return Markdown.parse(text);
  }

  /** Its first heading. */
  String title() {
    return Markdown.all(document(), Heading.class).stream()
        .findFirst()
        .map(Markdown::text)
        .orElseThrow(() -> new IllegalStateException(path + " has no heading"));
  }

  /** Where it is in the site. */
  Path target() {
    return target(path);
  }

  /** A README is what its folder shows. */
  static Path target(Path path) {
    String name = path.getFileName().toString();
    return path.resolveSibling(
        name.equals("README.md") ? "index.html" : name.replaceFirst("\\.md$", ".html"));
  }
}
