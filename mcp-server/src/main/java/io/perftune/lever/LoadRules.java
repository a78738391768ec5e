package io.perftune.lever;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rules about how a cell's figures go with concurrency.
final class LoadRules {
  private static final double FLAT = 0.1;
  private static final double TTFT_TIMES = 1.5;

  static final Rule NO_FRONTIER =
      new Rule(
          "no-frontier",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "between the two highest concurrencies of a cell output_tps still rises by %.0f %% or"
                      + " more for each doubling",
                  100 * FLAT),
              "a tenth is above the spread of repeated trials; while throughput rises, the cell has"
                  + " not shown what the deployment can give",
              "Measure higher concurrencies until throughput no longer rises",
              "a cell with concurrencies above <where>, in which output_tps rises by less than a tenth"
                  + " for the last doubling"),
          1,
          LoadRules::noFrontier);

  static final Rule SATURATED_QUEUE =
      new Rule(
          "saturated-queue",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "from one concurrency of a cell to the next ttft_p50_ms rises to %.1f times or more"
                      + " while output_tps gains less than %.0f %% for each doubling",
                  TTFT_TIMES,
                  100 * FLAT),
              "then further requests only wait; a tenth of throughput and half of TTFT are both above"
                  + " the spread of repeated trials",
              "Admit no more than the knee: max_num_seqs, a limit at the router, or another replica",
              "ttft_p50_ms at <where> is back at the knee's with output_tps within a tenth"),
          1,
          LoadRules::saturatedQueue);

  private LoadRules() {}

  private static List<Finding> noFrontier(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    for (List<Row> sweep : figures.sweeps()) {
      new Step(sweep.get(sweep.size() - 2), sweep.getLast()).rising().ifPresent(findings::add);
    }
    return findings;
  }

  private static List<Finding> saturatedQueue(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    for (List<Row> sweep : figures.sweeps()) {
      for (int i = 1; i < sweep.size(); i++) {
        new Step(sweep.get(i - 1), sweep.get(i)).queueing().ifPresent(findings::add);
      }
    }
    return findings;
  }

  /// From one concurrency of a cell to the next.
  private record Step(Row from, Row to) {
    Optional<Finding> rising() {
      return gain()
          .filter(gain -> gain >= FLAT)
          .map(gain ->
              new Finding(
                  Figures.where(to),
                  format(
                      ROOT,
                      "%.1f output tokens/s after %.1f at c=%s, %+.0f %% a doubling",
                      value(to, "output_tps"),
                      value(from, "output_tps"),
                      Figures.text(from, "concurrency"),
                      100 * gain),
                  format(
                      ROOT, "throughput up: at most %+.0f %% with the next doubling", 100 * gain),
                  gain));
    }

    Optional<Finding> queueing() {
      double before = value(from, "ttft_p50_ms");
      double after = value(to, "ttft_p50_ms");
      double latency = value(to, "request_latency_p50_ms");
      return gain()
          .filter(gain -> gain < FLAT && before > 0 && after / before >= TTFT_TIMES)
          .filter(_ -> latency > after)
          .map(gain ->
              new Finding(
                  Figures.where(to),
                  format(
                      ROOT,
                      "TTFT %.1f ms after %.1f ms at c=%s, throughput %+.0f %% a doubling",
                      after,
                      before,
                      Figures.text(from, "concurrency"),
                      100 * gain),
                  format(
                      ROOT,
                      "TTFT down: %.0f %%, at the same throughput",
                      100 * (1 - before / after)),
                  latency / (latency - (after - before)) - 1));
    }

    /// What throughput gains for each doubling; empty where it was not measured.
    private Optional<Double> gain() {
      double before = value(from, "output_tps");
      double after = value(to, "output_tps");
      double doublings =
          Math.log(Figures.concurrency(to) / Figures.concurrency(from)) / Math.log(2);
      return before > 0 && after > 0 && doublings > 0
          ? Optional.of(Math.pow(after / before, 1 / doublings) - 1)
          : Optional.empty();
    }

    /// 0 where it was not measured, which every condition above shuts out.
    private static double value(Row row, String column) {
      Double value = Figures.number(row, column);
      return value == null ? 0 : value;
    }
  }
}
