package io.perftune.engine.metrics;

import io.perftune.value.EngineMetrics;
import io.perftune.wire.PrometheusText;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The figures of a point out of the pages before and after it.
public final class SpecWindow {
  private static final String NO_KV = "the engine has no counter of KV cache tokens over a window";

  private final CounterWindow window;
  private final SortedMap<String, String> unmeasured = new TreeMap<>();

  private SpecWindow(CounterWindow window) {
    this.window = window;
  }

  /// Compares two scrapes. Where either failed, is no Prometheus text, or the engine restarted
  /// between them, nothing is measured, with that reason.
  public static EngineMetrics between(Scrape before, Scrape after) {
    String first = before.text();
    String last = after.text();
    if (first == null || last == null) {
      String why = first == null ? before.unmeasured() : after.unmeasured();
      return EngineMetrics.none(String.valueOf(why));
    }
    try {
      CounterWindow window =
          new CounterWindow(PrometheusText.parse(first), PrometheusText.parse(last));
      Optional<String> broken = window.broken();
      return broken.isPresent()
          ? EngineMetrics.none(broken.get())
          : new SpecWindow(window).metrics();
    } catch (IllegalArgumentException e) {
      return EngineMetrics.none("the metrics page is not Prometheus text: " + e.getMessage());
    }
  }

  private EngineMetrics metrics() {
    Double drafts = window.delta(EngineCounter.DRAFTS);
    Double accepted = window.delta(EngineCounter.ACCEPTED);
    Double perDraft =
        ratio(EngineMetrics.ACCEPTANCE_LENGTH, accepted, drafts, noSpec(), "no draft was made");
    Double rate =
        ratio(
            EngineMetrics.SPEC_ACCEPT_RATE,
            accepted,
            window.delta(EngineCounter.DRAFT_TOKENS),
            noSpec(),
            "no draft was made");
    Double hits =
        ratio(
            EngineMetrics.PREFIX_CACHE_HIT_RATE,
            window.delta(EngineCounter.CACHE_HITS),
            window.delta(EngineCounter.CACHE_QUERIES),
            gauged("cache_hit_rate", "the engine has no counters of its prefix cache"),
            "nothing was looked up in the prefix cache");
    unmeasured.put(EngineMetrics.KV_CACHE_TOKENS, NO_KV);
    List<Double> positions =
        drafts == null || drafts == 0
            ? List.of()
            : window.deltasByPosition().values().stream().map(count -> count / drafts).toList();
    return new EngineMetrics(
        perDraft == null ? null : (Double) (1 + perDraft), rate, positions, hits, null, unmeasured);
  }

  private @Nullable Double ratio(
      String name, @Nullable Double part, @Nullable Double whole, String absent, String empty) {
    if (part == null || whole == null || whole == 0) {
      unmeasured.put(name, part == null || whole == null ? absent : empty);
      return null;
    }
    return part / whole;
  }

  private String noSpec() {
    return gauged("spec_accept", "the engine has no counters of speculative decoding: it is off");
  }

  private String gauged(String kind, String otherwise) {
    return EngineCounter.GAUGES.stream()
        .filter(gauge -> gauge.contains(kind))
        .filter(gauge -> !window.after().of(gauge).isEmpty())
        .findFirst()
        .map(gauge -> gauge + " is a gauge of the latest moment, not of the point")
        .orElse(otherwise);
  }
}
