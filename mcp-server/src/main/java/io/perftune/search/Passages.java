package io.perftune.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts a file into passages: at the headings of Markdown, and where a stretch grows long, at a
/// blank line.
final class Passages {
  private static final int LONGEST = 40;
  private static final int SHORTEST = 12;
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");

  private final TextFile file;
  private final List<Passage> passages = new ArrayList<>();
  private final List<Heading> above = new ArrayList<>();
  private int start;

  private Passages(TextFile file) {
    this.file = file;
  }

  private record Heading(int depth, String text) {}

  /// The passages of a file, in order; every line that is not blank is in one.
  static List<Passage> of(TextFile file) {
    Passages passages = new Passages(file);
    passages.cut();
    return List.copyOf(passages.passages);
  }

  private void cut() {
    @Nullable String fence = null;
    for (int line = 0; line < file.lines().size(); line++) {
      String text = file.lines().get(line);
      Matcher fenced = FENCE.matcher(text);
      Matcher heading = HEADING.matcher(text);
      if (fenced.matches() && (fence == null || fence.equals(fenced.group(1)))) {
        fence = fence == null ? fenced.group(1) : null;
      } else if (fence == null && file.markdown() && heading.matches()) {
        end(line);
        below(new Heading(heading.group(1).length(), heading.group(2)));
      } else if (tooLong(line, text)) {
        end(line);
      }
    }
    end(file.lines().size());
  }

  private boolean tooLong(int line, String text) {
    int length = line - start;
    return length >= LONGEST || (text.isBlank() && length >= LONGEST / 2 && left(line) > SHORTEST);
  }

  private int left(int line) {
    return file.lines().size() - line;
  }

  private void below(Heading heading) {
    above.removeIf(each -> each.depth() >= heading.depth());
    above.add(heading);
  }

  private void end(int line) {
    List<String> lines = file.lines().subList(start, line);
    if (lines.stream().anyMatch(each -> !each.isBlank())) {
      passages.add(new Passage(file, path(), start, line));
    }
    start = line;
  }

  private @Nullable String path() {
    return above.isEmpty() ? null : String.join(" > ", above.stream().map(Heading::text).toList());
  }
}
