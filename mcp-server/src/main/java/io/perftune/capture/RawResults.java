package io.perftune.capture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/// What a load generator left in a raw directory, whichever it was.
public final class RawResults {
  /// The bytes that our own client received.
  public static final String STREAMS = BuiltinCapture.STREAMS;

  private RawResults() {}

  /// Reads it.
  ///
  /// @param inputTokens row of the dataset, from 0 -> its o200k_base tokens; asked for where the
  ///   engine does not count them
  /// @throws io.perftune.value.ProblemException where it cannot be trusted
  public static Capture read(
      Path directory, int concurrency, int trial, IntUnaryOperator inputTokens) {
    return read(directory, concurrency, trial, inputTokens, false);
  }

  /// Reads it, by whoever knows which engine ran.
  ///
  /// @param builtin whether that was our own client: one that ended before it wrote anything left
  ///   no file that says so
  public static Capture read(
      Path directory, int concurrency, int trial, IntUnaryOperator inputTokens, boolean builtin) {
    return builtin || builtin(directory)
        ? BuiltinCapture.read(directory, concurrency, trial, inputTokens)
        : AiperfExport.read(directory, concurrency, trial);
  }

  /// The hash over it, whether or not it can be read; empty where there is nothing.
  public static String sha256(Path directory) {
    return builtin(directory)
        ? BuiltinCapture.rawSha256(directory)
        : AiperfExport.rawSha256(directory);
  }

  private static boolean builtin(Path directory) {
    return Files.exists(directory.resolve(BuiltinCapture.STREAMS))
        || Files.exists(directory.resolve(ClientSummary.FILE));
  }
}
