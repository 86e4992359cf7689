package dev.weir.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Turns what links to files of the repository into links within the site, and notes which files
 * that are no pages have to be there too.
 */
final class Links {
  private final Path root;
  private final Set<Path> files = new LinkedHashSet<>();

  Links(Path root) {
    this.root = root;
  }

  /** The files, other than pages, to which there are links: code, pictures, folders. */
  Set<Path> files() {
    return files;
  }

  void rewrite(Path page, Node document) {
    for (Link link : Markdown.all(document, Link.class)) {
      link.setDestination(rewritten(page, link.getDestination()));
    }
    for (Image image : Markdown.all(document, Image.class)) {
      image.setDestination(rewritten(page, image.getDestination()));
    }
  }

  private String rewritten(Path page, String destination) {
    if (destination.startsWith("#") || isElsewhere(destination)) {
      return destination;
    }
    int anchor = destination.indexOf('#');
    String target = anchor < 0 ? destination : destination.substring(0, anchor);
    Path file = folderOf(page).resolve(target).normalize();
    if (!file.startsWith("..") && Files.exists(root.resolve(file))) {
      Path place = placeOf(file);
      String relative = slashes(folderOf(page).relativize(place));
      return relative + (anchor < 0 ? "" : destination.substring(anchor));
    }
    // Stays what it is; the check of the links finds it.
    return destination;
  }

  private Path placeOf(Path file) {
    if (file.toString().endsWith(".md")) {
      return Page.target(file);
    }
    files.add(file);
    return target(root, file).orElse(file);
  }

  /** Where a file that is no page is in the site, if not at its own place. */
  static Optional<Path> target(Path root, Path file) {
    if (Files.isDirectory(root.resolve(file))) {
      return Optional.of(file.resolve("index.html"));
    }
    return isPicture(file) ? Optional.empty() : Optional.of(Path.of(file + ".html"));
  }

  static boolean isPicture(Path file) {
    return file.toString().matches(".*\\.(png|svg|jpe?g|gif)");
  }

  static boolean isElsewhere(String destination) {
    return destination.matches("[a-z]+:.*");
  }

  static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
