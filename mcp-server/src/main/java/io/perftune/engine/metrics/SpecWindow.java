package io.perftune.engine.metrics;

import io.perftune.value.EngineMetrics;
import io.perftune.value.EngineMetrics.Counted;
import io.perftune.value.EngineMetrics.Figure;
import io.perftune.wire.PrometheusText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The figures of a trial out of the pages before and after it.
public final class SpecWindow {
  private static final String VLLM = "vllm:";

  private final CounterWindow window;
  private final Counted counted;

  private SpecWindow(CounterWindow window) {
    this.window = window;
    this.counted =
        new Counted(
            window.delta(EngineCounter.DRAFTS),
            window.delta(EngineCounter.DRAFT_TOKENS),
            window.delta(EngineCounter.ACCEPTED),
            window.deltasByPosition(),
            queries(window),
            window.delta(EngineCounter.CACHE_HITS));
  }

  /// Compares two scrapes. Where either failed, is no Prometheus text, is of several other models,
  /// or the engine restarted between them, nothing is measured, with that reason.
  ///
  /// @param served the model by the name under which it was asked
  public static EngineMetrics between(Scrape before, Scrape after, String served) {
    String first = before.text();
    String last = after.text();
    if (first == null || last == null) {
      return EngineMetrics.none(
          first == null
              ? "before the trial, " + before.unmeasured()
              : "after the trial, " + after.unmeasured());
    }
    PrometheusText old;
    PrometheusText late;
    try {
      old = PrometheusText.parse(first);
      late = PrometheusText.parse(last);
    } catch (IllegalArgumentException e) {
      return EngineMetrics.none("the metrics page is not Prometheus text: " + e.getMessage());
    }
    try {
      ModelSamples own = ModelSamples.on(late, served);
      CounterWindow window = new CounterWindow(own.of(old), own.of(late));
      Optional<String> broken = window.broken();
      return broken.isPresent()
          ? EngineMetrics.none(broken.get())
          : new SpecWindow(window).metrics();
    } catch (IllegalArgumentException e) {
      return EngineMetrics.none(String.valueOf(e.getMessage()));
    }
  }

  private EngineMetrics metrics() {
    return EngineMetrics.of(counted, CacheCapacity.tokens(window.after()), this::reason);
  }

  private static @Nullable Double queries(CounterWindow window) {
    Double queries = window.delta(EngineCounter.CACHE_QUERIES);
    Double hits = window.delta(EngineCounter.CACHE_HITS);
    Double misses = window.delta(EngineCounter.CACHE_MISSES);
    return queries == null && hits != null && misses != null ? (Double) (hits + misses) : queries;
  }

  private String reason(Figure figure) {
    return switch (figure) {
      case ACCEPTANCE_LENGTH -> spec(figure, counted.drafts());
      case SPEC_ACCEPT_RATE -> spec(figure, counted.draftTokens());
      case PREFIX_CACHE_HIT_RATE ->
          counted.cacheQueries() != null && counted.cacheHits() != null
              ? "nothing was looked up in the prefix cache"
              : gauged(figure, "the engine has no counters of its prefix cache");
      case KV_CACHE_TOKENS -> "the engine does not say how many tokens its KV cache holds";
    };
  }

  private String spec(Figure figure, @Nullable Double drafted) {
    if (drafted != null && counted.accepted() != null) {
      return "no draft was made";
    }
    boolean off = window.after().samples().stream().anyMatch(each -> each.name().startsWith(VLLM));
    return gauged(
        figure,
        off && counted.draftTokens() == null
            ? "speculative decoding is off: vLLM has no counters of it"
            : "the engine has no counters of speculative decoding");
  }

  private String gauged(Figure figure, String otherwise) {
    List<String> gauges = EngineGauge.of(figure);
    return gauges.stream()
        .filter(gauge -> !window.after().of(gauge).isEmpty())
        .findFirst()
        .map(gauge -> gauge + " is a gauge of the latest moment, not of the trial")
        .orElse(otherwise);
  }
}
