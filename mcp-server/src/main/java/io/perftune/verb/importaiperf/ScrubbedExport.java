package io.perftune.verb.importaiperf;

import io.perftune.capture.AiperfExport;
import io.perftune.config.Credentials;
import io.perftune.config.Credentials.Credential;
import io.perftune.engine.local.RawScrub;
import io.perftune.value.AaWorkload;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// An export as it may be kept: itself, or, where an endpoint echoed the cell's key into it, a
/// private copy without that, which lasts until this is closed.
///
/// Only the value that the environment holds now is known. A key that is not set cannot be looked
/// for, and is no reason to refuse an import. Cells whose engine is AIPerf send no other secret.
final class ScrubbedExport implements AutoCloseable {
  private static final List<String> FILES = List.of(AiperfExport.ROWS, AiperfExport.SUMMARY);

  private final Path original;
  private final Path path;

  private ScrubbedExport(Path original, Path path) {
    this.original = original;
    this.path = path;
  }

  /// Looks for the key of an endpoint.
  static ScrubbedExport of(
      Path export, AaWorkload.Endpoint endpoint, Map<String, String> environment) {
    UnaryOperator<String> scrub = scrub(endpoint, environment);
    List<Path> files = FILES.stream().map(export::resolve).filter(Files::exists).toList();
    try {
      for (Path file : files) {
        if (RawScrub.holdsSecret(file, scrub)) {
          return new ScrubbedExport(export, copy(files, scrub));
        }
      }
    } catch (IOException e) {
      throw unreadable(export, e);
    }
    return new ScrubbedExport(export, export);
  }

  /// Where its files are.
  Path path() {
    return path;
  }

  /// What the caller should know of it.
  List<Problem> remarks() {
    return path.equals(original)
        ? List.of()
        : List.of(
            Problem.of(
                    "secret-masked",
                    "The export holds the cell's key; the copy in the campaign says [REDACTED] instead.",
                    "Revoke the key, and remove it from the export or delete that.")
                .at(original.toString()));
  }

  @Override
  public void close() {
    if (path.equals(original)) {
      return;
    }
    try {
      for (String name : FILES) {
        Files.deleteIfExists(path.resolve(name));
      }
      Files.delete(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static Path copy(List<Path> files, UnaryOperator<String> scrub) throws IOException {
    Path copy = Files.createTempDirectory("perftune-import");
    for (Path file : files) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    RawScrub.scrub(copy, scrub);
    return copy;
  }

  private static UnaryOperator<String> scrub(
      AaWorkload.Endpoint endpoint, Map<String, String> environment) {
    return switch (Credentials.resolve(endpoint, environment)) {
      case Credential.Key key -> key.secret()::scrub;
      case Credential.None _, Credential.Missing _ -> UnaryOperator.identity();
    };
  }

  private static ProblemException unreadable(Path export, IOException e) {
    return new ProblemException(
        Problem.of(
                "export-unreadable",
                "%s could not be searched for the key: %s.".formatted(export, e.getMessage()),
                "Make it readable, and let there be room in the directory for temporary files.")
            .at("export"),
        e);
  }
}
