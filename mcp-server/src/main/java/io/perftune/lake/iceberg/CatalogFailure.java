package io.perftune.lake.iceberg;

import io.perftune.lake.store.StoreException;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;

/// What a catalog throws, as a failure with its cause and without any secret.
final class CatalogFailure {
  private CatalogFailure() {}

  /// Asks the catalog something.
  @FunctionalInterface
  interface Asking<T> {
    T ask() throws IOException;
  }

  /// Iceberg throws nothing but exceptions of the runtime, whatever failed.
  static <T> T told(CatalogAccess access, Asking<T> asking) throws IOException {
    try {
      return asking.ask();
    } catch (ProblemException | IOException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new StoreException(problem(access, e), e);
    }
  }

  private static Problem problem(CatalogAccess access, RuntimeException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what =
        root.equals(failure)
                || String.valueOf(failure.getMessage()).contains(String.valueOf(root.getMessage()))
            ? String.valueOf(failure.getMessage())
            : failure.getMessage() + ": " + root.getMessage();
    return new Problem(
        "catalog-failed",
        "The catalog %s failed: %s: %s."
            .formatted(
                access.catalog().name(),
                failure.getClass().getSimpleName(),
                access.scrub(what.strip().replaceAll("\\s+", " ").replaceAll("\\.$", ""))),
        access.shown(),
        "Remove the cause, then call again: what was committed is found, nothing is doubled.");
  }
}
