package io.perftune.engine.settle;

/// The beginning of what a server said, on one line.
final class Excerpt {
  private static final int LONGEST = 200;

  private Excerpt() {}

  static String of(String text) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    if (line.isEmpty()) {
      return "nothing";
    }
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
