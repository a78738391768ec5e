package io.perftune.plan.prompts;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaMode;
import io.perftune.value.Digest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The seeds of a cell: from one base, a seed of its own for each point, trial and attempt, so that
/// no prompt repeats.
///
/// Which base: the campaign's `seed` where one is given; else, for dataset-replay, a constant, so
/// that every endpoint gets the same prompts; else campaign and cell, so that nothing measured
/// before can be in a cache.
///
/// @param base what tells this family of prompts from all others
public record Seeds(String base) {
  private static final String REPLAY = "dataset-replay";

  public Seeds {
    requireNonNull(base, "base is null");
  }

  /// The seeds of a cell.
  ///
  /// @param campaignSeed the campaign's `seed`; null where it has none
  public static Seeds of(
      @Nullable String campaignSeed, AaMode mode, String campaignId, String cellId) {
    if (campaignSeed != null) {
      return new Seeds("seed:" + campaignSeed);
    }
    return switch (mode) {
      case DATASET_REPLAY -> new Seeds(REPLAY);
      case SYNTHETIC -> new Seeds("cell:" + campaignId + "/" + cellId);
    };
  }

  /// Seeds for what a cell sends before its points, whatever the points take: never the same in two
  /// cells.
  public static Seeds settling(String campaignId, String cellId) {
    return new Seeds("settle:" + campaignId + "/" + cellId);
  }

  /// The seed of one trial of one point: the first 53 bits of a sha256 over all five parts, so that
  /// every reader of JSON holds it exactly.
  ///
  /// @param shape the shape's label
  /// @param attempt 0 for the first measurement of the trial, one more each time that it is
  ///   measured again
  public long seed(String shape, int concurrency, int trial, int attempt) {
    String key =
        "shape=%s concurrency=%s trial=%s attempt=%s base=%s"
            .formatted(
                shape,
                Integer.toString(concurrency),
                Integer.toString(trial),
                Integer.toString(attempt),
                base);
    return ByteBuffer.wrap(Digest.bytes(key)).getLong() >>> 11;
  }

  /// The same seed as AIPerf takes it in `--random-seed`: its lower 31 bits.
  public static int aiperfRandomSeed(long seed) {
    return (int) (seed & Integer.MAX_VALUE);
  }
}
