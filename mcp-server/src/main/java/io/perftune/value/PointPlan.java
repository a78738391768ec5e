package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One trial of one point, before it is measured.
///
/// @param trial from 1
/// @param attempt from 1; a point that is measured again gets prompts of its own
/// @param hash of everything that makes the measurement what it is; attempts of one plan share it
public record PointPlan(
    int concurrency,
    int trial,
    int attempt,
    Load load,
    Prompts prompts,
    EngineRun run,
    String hash) {
  public PointPlan {
    requireNonNull(load, "load is null");
    requireNonNull(prompts, "prompts is null");
    requireNonNull(run, "run is null");
    requireNonNull(hash, "hash is null");
  }

  /// Which trial of which point this is.
  public Trial key() {
    return new Trial(concurrency, trial);
  }

  /// What is asked of the endpoint.
  ///
  /// @param requests counted ones
  /// @param warmup sent first and never counted
  /// @param inputTokens of one prompt, o200k_base; of a user's own prompts their mean
  /// @param floor answer tokens that are asked for at least
  /// @param maxOutputTokens the cap
  /// @param expected a rough guess of how long the point takes
  public record Load(
      int requests,
      int warmup,
      int inputTokens,
      int floor,
      int maxOutputTokens,
      Duration expected) {
    public Load {
      requireNonNull(expected, "expected is null");
    }

    /// How many counted requests a point has where nobody says: max(20, 2 x concurrency).
    public static int defaultRequests(int concurrency) {
      return Math.max(20, 2 * concurrency);
    }

    /// Warm-up included.
    public int allRequests() {
      return requests + warmup;
    }
  }

  /// Where the prompts come from.
  ///
  /// @param source aiperf_synthetic, wordnet or file
  /// @param seed of the prompts
  /// @param dataset path of the file that is replayed; null where the load generator makes the
  ///   prompts
  public record Prompts(String source, long seed, @Nullable String dataset) {
    /// The source of prompts of which nobody says where they come from.
    public static final String UNKNOWN = "unknown";

    /// The seed of prompts of which nobody says it; no seed is below 0.
    public static final long NO_SEED = -1;

    public Prompts {
      requireNonNull(source, "source is null");
    }
  }
}
