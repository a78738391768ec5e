package io.perftune.bench;

import io.perftune.capture.RawResults;
import io.perftune.value.RequestRecord;
import java.nio.file.Path;

/// Reads what the built-in client left in a directory, and prints how many requests ended well.
final class CaptureMain {
  private CaptureMain() {}

  public static void main(String[] args) {
    System.out.println(
        RawResults.read(Path.of(args[0]), 1, 1, _ -> 1).records().stream()
            .filter(RequestRecord::ok)
            .count());
  }
}
