package io.perftune.simulator;

import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.http.Response;
import java.util.List;

/// `GET /metrics`, in the Prometheus text format.
///
/// @param created seconds since the epoch, for the `_created` gauges
record MetricsPage(double created) {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// The page of these models; one without metrics is not on it, nor beside others one in the style
  /// of llama-server, whose samples carry no model name.
  Response of(List<SimulatedModel> models) {
    List<SimulatedModel> shown =
        models.stream()
            .filter(model -> names(model) != Endpoint.Metrics.NOT_FOUND)
            .filter(model -> names(model) != Endpoint.Metrics.LLAMA_CPP || models.size() == 1)
            .toList();
    if (shown.isEmpty()) {
      return Errors.detail(404, "Not Found");
    }
    Families families = new Families(created);
    shown.forEach(model -> new ModelMetrics(model, families).write());
    return new Response(200, TYPE, families.text());
  }

  private static Endpoint.Metrics names(SimulatedModel model) {
    return model.behaviour().endpoint().metrics();
  }
}
