package io.perftune.verb.cellrun;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/// The AIPerf that is installed: the one that AIPERF_BIN names, else the checkout's own.
final class RealAiperf {
  private RealAiperf() {}

  /// Its program; where there is none the test is skipped, and says why.
  static String program() {
    String named = System.getenv("AIPERF_BIN");
    if (named != null && !named.isBlank()) {
      return named;
    }
    Path venv =
        Path.of(System.getProperty("checkout", ".."))
            .toAbsolutePath()
            .normalize()
            .resolve(".venv-aiperf");
    if (Files.exists(venv.resolve(".complete"))) {
      return venv.resolve("bin/aiperf").toString();
    }
    String reason = "skipped: no AIPerf is installed; run bin/setup-aiperf";
    System.err.println(reason);
    return abort(reason);
  }
}
