package dev.weir.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Whether each link of a site within it leads to a page, and each anchor to a place of it. */
final class LinkCheck {
  private final Path site;
  private final SortedMap<Path, Document> pages = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private LinkCheck(Path site) {
    this.site = site;
  }

  /** What is wrong, a line for each link; empty if nothing is. */
  static List<String> of(Path site) throws IOException {
    LinkCheck check = new LinkCheck(site);
    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
        check.pages.put(file, Jsoup.parse(file));
      }
    }
    check.pages.forEach(check::checkPage);
    return check.problems;
  }

  private void checkPage(Path page, Document document) {
    for (Element element : document.select("a[href]")) {
      String link = element.attr("href");
      if (!Links.isElsewhere(link)) {
        checkLink(page, link);
      }
    }
    for (Element element : document.select("[src], link[href]")) {
      String link = element.attr(element.hasAttr("src") ? "src" : "href");
      if (Links.isElsewhere(link)) {
        problem(page, link, "comes over the network");
      } else {
        checkLink(page, link);
      }
    }
  }

  private void checkLink(Path page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
    if (!Files.isRegularFile(target)) {
      problem(page, link, "no such page");
      return;
    }
    Document document = pages.get(target);
    if (hash >= 0
        && document != null
        && document.getElementById(link.substring(hash + 1)) == null) {
      problem(page, link, "no such heading");
    }
  }

  private void problem(Path page, String link, String what) {
    problems.add(Links.slashes(site.relativize(page)) + ": " + link + ": " + what);
  }
}
