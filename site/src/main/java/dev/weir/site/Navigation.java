package dev.weir.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * What stands beside each page: the sections of docs/README.md, which GitHub shows as they are.
 *
 * @param sections the sections in order
 */
record Navigation(List<Section> sections) {
  static final Path CONTENTS = Path.of("docs/README.md");

  /**
   * Links with a heading.
   *
   * @param title the heading of the section
   * @param entries its links in order
   */
  record Section(String title, List<Entry> entries) {}

  /**
   * A link of the contents.
   *
   * @param title the text of the link
   * @param target what it shows, below the root of the site
   */
  record Entry(String title, Path target) {}

  /** Of the contents, with its links rewritten. */
  static Navigation of(Node contents) {
    List<Section> sections = new ArrayList<>();
    for (Node node = contents.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading && heading.getLevel() == 2) {
        sections.add(new Section(Markdown.text(heading), new ArrayList<>()));
      } else if (!sections.isEmpty()) {
        List<Entry> entries = sections.get(sections.size() - 1).entries();
        for (Link link : Markdown.all(node, Link.class)) {
          if (!Links.isElsewhere(link.getDestination())) {
            Path target = Links.folderOf(CONTENTS).resolve(link.getDestination()).normalize();
            entries.add(new Entry(Markdown.text(link), target));
          }
        }
      }
    }
    return new Navigation(sections);
  }
}
