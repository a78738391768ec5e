package io.perftune.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes the name and the labels off one line of a Prometheus page, from left to right.
final class LabelScanner {
  private final String line;
  private int at;
  private @Nullable String quotedName;

  LabelScanner(String line) {
    this.line = line;
  }

  /// The name before the labels; empty where the line begins with a brace.
  String bareName() {
    return until("{ \t");
  }

  /// The labels in braces; none where there are no braces.
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    blanks();
    if (line.charAt(at) != '{') {
      return labels;
    }
    at++;
    for (blanks(); line.charAt(at) != '}'; blanks()) {
      label(labels);
      blanks();
      if (line.charAt(at) == ',') {
        at++;
      } else if (line.charAt(at) != '}') {
        throw new IllegalArgumentException("no comma between labels");
      }
    }
    at++;
    return labels;
  }

  /// The name that stood in quotes among the labels; null where none did.
  @Nullable String quotedName() {
    return quotedName;
  }

  /// What comes after the labels.
  String rest() {
    return line.substring(at);
  }

  private void label(Map<String, String> labels) {
    boolean inQuotes = line.charAt(at) == '"';
    String name = inQuotes ? quoted() : until("= \t,}");
    blanks();
    if (inQuotes && line.charAt(at) != '=') {
      quotedName = name;
      return;
    }
    if (line.charAt(at) != '=') {
      throw new IllegalArgumentException("no = after label " + name);
    }
    at++;
    blanks();
    if (labels.put(name, quoted()) != null) {
      throw new IllegalArgumentException("label " + name + " twice");
    }
  }

  private String quoted() {
    if (line.charAt(at) != '"') {
      throw new IllegalArgumentException("no quote");
    }
    StringBuilder text = new StringBuilder();
    for (at++; line.charAt(at) != '"'; at++) {
      char c = line.charAt(at);
      if (c == '\\') {
        at++;
        c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
      }
      text.append(c);
    }
    at++;
    return text.toString();
  }

  private String until(String stops) {
    int from = at;
    while (at < line.length() && stops.indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(from, at);
  }

  private void blanks() {
    while (line.charAt(at) == ' ' || line.charAt(at) == '\t') {
      at++;
    }
  }
}
