package io.perftune.report;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The pictures that pages of docs/ cite.
final class DocFigures {
  static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
  static final Path DIRECTORY = CHECKOUT.resolve("docs/figures");

  private static final Pattern CITED =
      Pattern.compile(
          "!\\[(?<alternative>[^]]*)]\\(figures/(?<name>[^)]*)\\)(?:\n\n\\*(?<caption>(?:[^\n]+\n)+))?");
  private static final Pattern CONTEXT = Pattern.compile("Context: (?<context>.*)\\.\\*");

  private DocFigures() {}

  /// A picture as a page cites it.
  ///
  /// @param name of its file
  /// @param alternative what it shows
  /// @param context what its caption says of where the figures come from; empty where it says
  ///   nothing
  record Citation(String name, String alternative, String context) {
    Citation {
      requireNonNull(name, "name is null");
      requireNonNull(alternative, "alternative is null");
      requireNonNull(context, "context is null");
    }

    /// The example whose report has it.
    String example() {
      return name.substring(0, name.indexOf("-page-"));
    }
  }

  /// All of them, in the order of pages and lines.
  static List<Citation> cited() throws IOException {
    List<Citation> cited = new ArrayList<>();
    for (Path page : files(CHECKOUT.resolve("docs"), ".md")) {
      Matcher matcher = CITED.matcher(Files.readString(page));
      while (matcher.find()) {
        String caption = matcher.group("caption");
        Matcher context =
            CONTEXT.matcher(caption == null ? "" : caption.strip().replace('\n', ' '));
        cited.add(
            new Citation(
                matcher.group("name"),
                matcher.group("alternative").replace('\n', ' '),
                context.find() ? context.group("context") : ""));
      }
    }
    return cited;
  }

  /// The files of a directory whose names end so, sorted.
  static List<Path> files(Path directory, String end) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  /// The names of the pictures in a directory, sorted.
  static List<String> names(Path directory) throws IOException {
    return files(directory, ".png").stream().map(file -> file.getFileName().toString()).toList();
  }
}
