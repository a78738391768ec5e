package io.perftune.lever;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.perftune.value.Row;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rules about what a request waits for: prefill, thinking, and a prefix that was there before.
final class LatencyRules {
  private static final double PREFILL_SHARE = 0.3;
  private static final double THINK_TIMES = 3;
  private static final double HIT_RATE = 0.5;
  private static final double GOOD_HIT_RATE = 0.9;
  private static final Set<String> SURFACES =
      Set.of("reasoning_content", "reasoning", "inline_think");

  static final Rule PREFILL_BOUND =
      new Rule(
          "prefill-bound-ttft",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "at concurrency 1 ttft_p50_ms is %.0f %% of request_latency_p50_ms or more, and not"
                      + " tied to ttfo_p50_ms by hidden or unparsed reasoning",
                  100 * PREFILL_SHARE),
              "alone on the server a request queues for nothing, so its TTFT is prefill; below three"
                  + " tenths of the latency the decode step is the better place to look",
              "Make prefill faster: a larger max_num_batched_tokens, GEMMs in a smaller format, more"
                  + " tensor parallelism for prefill, or prefill on GPUs of its own",
              "ttft_p50_ms at <where> is halved, with the same input tokens and a cold cache"),
          3,
          each(LatencyRules::prefillBound));

  static final Rule THINK_DOMINATES =
      new Rule(
          "think-dominates",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "the model was seen to reason, and ttfo_p50_ms is %.0f times ttft_p50_ms or more",
                  THINK_TIMES),
              "then two thirds and more of the wait for an answer is thinking, and no work on prefill"
                  + " can make it shorter",
              "Think less, or faster: a reasoning budget or effort, a chat template without thinking"
                  + " where the answers allow it, and output speed for the rest",
              "ttfo_p50_ms at <where> is halved at ttfo_coverage 1 and an unchanged score of the"
                  + " answers"),
          2,
          each(LatencyRules::thinkDominates));

  static final Rule PREFIX_CACHE_COLD =
      new Rule(
          "prefix-cache-cold",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "cache_mode is warm, and prefix_cache_hit_rate, else cached_token_share, is below"
                      + " %.0f %%",
                  100 * HIT_RATE),
              "a workload that is declared warm repeats its prefixes; where fewer than half of the"
                  + " tokens are found, the cache is too small, is off, or requests reach another"
                  + " replica than the one that holds it",
              "Get the prefix cache hit: enable_prefix_caching, more KV memory, a router that keeps a"
                  + " prefix on its replica",
              format(
                  ROOT,
                  "the hit rate at <where> reaches %.0f %% and ttft_p50_ms falls beyond its interval",
                  100 * GOOD_HIT_RATE)),
          2,
          each(LatencyRules::prefixCacheCold));

  private LatencyRules() {}

  private static Function<Figures, List<Finding>> each(Function<Row, Optional<Finding>> reading) {
    return figures -> figures.trusted().stream().map(reading).flatMap(Optional::stream).toList();
  }

  private static Optional<Finding> prefillBound(Row row) {
    Double ttft = Figures.number(row, "ttft_p50_ms");
    Double latency = Figures.number(row, "request_latency_p50_ms");
    boolean thinks =
        Boolean.TRUE.equals(Figures.bool(row, "ttft_ttfo_tied"))
            && !"not_a_reasoning_model".equals(Figures.text(row, "tied_reading"));
    if (Figures.concurrency(row) != 1
        || ttft == null
        || latency == null
        || latency <= 0
        || thinks
        || ttft / latency < PREFILL_SHARE) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Figures.where(row),
            format(ROOT, "TTFT %.1f ms of %.1f ms, %.0f %%", ttft, latency, 100 * ttft / latency),
            format(
                ROOT,
                "request latency down: %.0f %% with half the TTFT, %.0f %% at most",
                50 * ttft / latency,
                100 * ttft / latency),
            faster(latency, ttft / 2)));
  }

  private static Optional<Finding> thinkDominates(Row row) {
    Double ttft = Figures.number(row, "ttft_p50_ms");
    Double ttfo = Figures.number(row, "ttfo_p50_ms");
    String surface = Figures.text(row, "reasoning_surface");
    boolean reasons =
        "true".equals(Figures.text(row, "reasoning"))
            || (surface != null && SURFACES.contains(surface));
    if (!reasons || ttft == null || ttfo == null || ttft <= 0 || ttfo < THINK_TIMES * ttft) {
      return Optional.empty();
    }
    double think = ttfo - ttft;
    return Optional.of(
        new Finding(
            Figures.where(row),
            format(ROOT, "TTFO %.1f ms beside a TTFT of %.1f ms, x%.1f", ttfo, ttft, ttfo / ttft),
            format(
                ROOT,
                "TTFO down: %.0f %% with half the thinking, %.0f %% at most without any",
                50 * think / ttfo,
                100 * think / ttfo),
            faster(ttfo, think / 2)));
  }

  private static Optional<Finding> prefixCacheCold(Row row) {
    Double hits = hitRate(row);
    Double ttft = Figures.number(row, "ttft_p50_ms");
    Double latency = Figures.number(row, "request_latency_p50_ms");
    if (!"warm".equals(Figures.text(row, "cache_mode"))
        || hits == null
        || hits >= HIT_RATE
        || ttft == null
        || latency == null) {
      return Optional.empty();
    }
    double saved = ttft * (1 - (1 - GOOD_HIT_RATE) / (1 - hits));
    return Optional.of(
        new Finding(
            Figures.where(row),
            format(ROOT, "%.0f %% of the prefix found, TTFT %.1f ms", 100 * hits, ttft),
            format(
                ROOT,
                "TTFT down: %.0f %% at a hit rate of %.0f %%",
                100 * saved / ttft,
                100 * GOOD_HIT_RATE),
            faster(latency, saved)));
  }

  private static @Nullable Double hitRate(Row row) {
    Double rate = Figures.number(row, "prefix_cache_hit_rate");
    return rate == null ? Figures.number(row, "cached_token_share") : rate;
  }

  /// How much faster a thing is that takes so much less of its time.
  private static double faster(double time, double saved) {
    return saved < time ? time / (time - saved) - 1 : 1;
  }
}
