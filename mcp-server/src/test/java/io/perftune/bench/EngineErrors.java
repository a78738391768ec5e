package io.perftune.bench;

import io.perftune.atlas.VerdictWord;
import io.perftune.capture.Capture;
import io.perftune.simulator.Truth;
import io.perftune.statistics.Sample;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What one run was off by; absolute, in ms.
final class EngineErrors {
  private static final double NANOS_PER_MS = 1e6;

  final List<Double> arrival = new ArrayList<>();
  final List<Double> ttft = new ArrayList<>();
  final List<Double> ttfo = new ArrayList<>();
  final List<Double> itl = new ArrayList<>();
  final List<Double> latency = new ArrayList<>();
  final List<Double> chunk = new ArrayList<>();
  final double cpuSeconds;
  double signedItl;
  int countsOff;

  private EngineErrors(double cpuSeconds) {
    this.cpuSeconds = cpuSeconds;
  }

  /// What all requests of a run that ended well are off by.
  static EngineErrors of(Engine.Run run, SimulatorProcess server) throws IOException {
    List<RequestRecord> ok = ok(run.capture());
    Map<String, Truth> truths =
        server.truths(ok.stream().map(record -> record.key().requestId()).toList());
    EngineErrors errors = new EngineErrors(run.cpuSeconds());
    ok.forEach(record -> errors.add(record, truth(truths, record), run.stamps()));
    return errors;
  }

  static List<RequestRecord> ok(Capture capture) {
    return capture.records().stream().filter(RequestRecord::ok).toList();
  }

  /// What the row of such a point would say in client_verdict.
  static String verdict(Capture capture) {
    List<Double> itls =
        ok(capture).stream()
            .flatMap(record -> Optional.ofNullable(record.timing().itlMs()).stream())
            .toList();
    return VerdictWord.of(capture.client(), Sample.of(itls).median());
  }

  private static Truth truth(Map<String, Truth> truths, RequestRecord record) {
    return Objects.requireNonNull(truths.get(record.key().requestId()));
  }

  private void add(RequestRecord record, Truth truth, Map<String, List<Long>> stamps) {
    RequestError error = RequestError.of(record, truth);
    arrival.add(
        Math.abs(truth.request().arrivedNanos() - record.timing().startNs()) / NANOS_PER_MS);
    ttft.add(Math.abs(error.ttft()));
    ttfo.add(Math.abs(Objects.requireNonNull(error.ttfo())));
    itl.add(Math.abs(Objects.requireNonNull(error.itl())));
    signedItl += Objects.requireNonNull(error.itl());
    latency.add(Math.abs(error.latency()));
    countsOff += error.tokens() == 0 ? 0 : 1;
    List<Long> sent =
        truth.sent().chunks().stream()
            .filter(one -> one.tokens() > 0)
            .map(Truth.Chunk::nanos)
            .toList();
    List<Long> seen = stamps.getOrDefault(record.key().requestId(), List.of());
    if (seen.size() != sent.size()) {
      throw new IllegalStateException(
          "%d chunks were sent, %d were seen".formatted(sent.size(), seen.size()));
    }
    for (int i = 0; i < sent.size(); i++) {
      chunk.add(Math.abs(seen.get(i) - sent.get(i)) / NANOS_PER_MS);
    }
  }
}
