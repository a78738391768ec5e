package io.perftune.capture;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/// Exports that AIPerf 0.13.0 left, one directory a case.
final class Samples {
  private Samples() {}

  static Path directory(String name) {
    URL url = Objects.requireNonNull(Samples.class.getResource("/aiperf/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Capture read(String name) {
    return AiperfExport.read(directory(name), 2, 1);
  }
}
