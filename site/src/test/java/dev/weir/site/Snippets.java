package dev.weir.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.SourceSpan;

/**
 * The code in the pages against the code that the build compiles and runs. Before a code block
 * stands a comment: {@code <!-- snippet: FILE#REGION -->} with a region as the JDK's doclet has
 * them ({@code // @start region="..."} to {@code // @end}), {@code <!-- snippet: FILE -->} for a
 * whole file, or {@code <!-- no snippet: REASON -->}.
 */
final class Snippets {
  private static final Set<String> CODE = Set.of("java", "scala", "xml");
  private static final Pattern MARK =
      Pattern.compile("<!-- (no )?snippet: (\\S[^#]*?)(?:#([\\w-]+))? -->");
  private static final Pattern START = Pattern.compile("@start region=\"([\\w-]+)\"");
  private static final Pattern END = Pattern.compile("@end\\b");

  private final Path root;

  Snippets(Path root) {
    this.root = root;
  }

  /** What is wrong in a page, a line for each code block; empty if nothing is. */
  List<String> problems(Page page) throws IOException {
    List<String> problems = new ArrayList<>();
    for (FencedCodeBlock block : Markdown.all(page.document(), FencedCodeBlock.class)) {
      String where = page.path() + ":" + (line(block) + 1) + ": ";
      Matcher mark = mark(block);
      if (mark == null) {
        if (CODE.contains(block.getInfo())) {
          problems.add(where + "code without '<!-- snippet: FILE#REGION -->' before it");
        }
      } else if (mark.group(1) == null) {
        String code = code(mark);
        if (code == null) {
          problems.add(where + "there is no " + name(mark));
        } else if (!code.equals(block.getLiteral())) {
          problems.add(where + "is not what " + name(mark) + " is:\n" + code);
        }
      }
    }
    return problems;
  }

  /** The page with the code as it is in the files. */
  String updated(Page page) throws IOException {
    List<String> lines = new ArrayList<>(page.text().lines().toList());
    List<FencedCodeBlock> blocks = Markdown.all(page.document(), FencedCodeBlock.class);
    Collections.reverse(blocks);
    for (FencedCodeBlock block : blocks) {
      Matcher mark = mark(block);
      String code = mark == null || mark.group(1) != null ? null : code(mark);
      if (code != null) {
        List<String> old = lines.subList(line(block) + 1, lastLine(block));
        old.clear();
        old.addAll(code.lines().toList());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static Matcher mark(FencedCodeBlock block) {
    if (block.getPrevious() instanceof HtmlBlock comment) {
      Matcher mark = MARK.matcher(comment.getLiteral());
      return mark.matches() ? mark : null;
    }
    return null;
  }

  private static String name(Matcher mark) {
    return mark.group(2) + (mark.group(3) == null ? "" : "#" + mark.group(3));
  }

  private String code(Matcher mark) throws IOException {
    Path file = root.resolve(mark.group(2));
    if (!Files.isRegularFile(file)) {
      return null;
    }
    String text = Files.readString(file);
    return mark.group(3) == null ? text : region(text, mark.group(3));
  }

  /** The lines of a region without those that mark one, or null. */
  static String region(String text, String name) {
    List<String> open = new ArrayList<>();
    StringBuilder code = new StringBuilder();
    boolean found = false;
    for (String line : text.lines().toList()) {
      Matcher start = START.matcher(line);
      if (start.find()) {
        open.add(start.group(1));
        found |= start.group(1).equals(name);
      } else if (END.matcher(line).find()) {
        open.remove(open.size() - 1);
      } else if (open.contains(name)) {
        code.append(line).append('\n');
      }
    }
    // A last line that is empty would count as one without indentation.
    return found ? code.toString().replaceAll("^\n+|\n+$", "").stripIndent() + "\n" : null;
  }

  private static int line(FencedCodeBlock block) {
    return spans(block).get(0).getLineIndex();
  }

  private static int lastLine(FencedCodeBlock block) {
    return spans(block).get(spans(block).size() - 1).getLineIndex();
  }

  private static List<SourceSpan> spans(FencedCodeBlock block) {
    return block.getSourceSpans();
  }
}
