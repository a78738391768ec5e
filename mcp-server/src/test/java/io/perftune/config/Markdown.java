package io.perftune.config;

/// Text that stands in a Markdown table.
final class Markdown {
  private Markdown() {}

  /// The text as one cell.
  static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
  }
}
