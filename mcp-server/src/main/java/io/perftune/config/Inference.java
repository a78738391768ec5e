package io.perftune.config;

import io.perftune.config.yaml.YamlDocument;
import io.perftune.value.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Completes the cells of an older file, which says neither where the endpoint stands nor on what
/// it runs, and says what was assumed.
final class Inference {
  private final YamlDocument document;
  private final List<Problem> notices = new ArrayList<>();

  Inference(YamlDocument document) {
    this.document = document;
  }

  /// Sets what the cell leaves open.
  void complete(ObjectNode cell, int index) {
    JsonNode written = document.json().required("cells").get(index);
    String place = document.places().where("/cells/" + index);
    if (!written.has("endpoint_kind")) {
      String kind = kind(cell.required("aa"));
      cell.put("endpoint_kind", kind);
      notices.add(
          Problem.of(
                  "endpoint-kind-inferred",
                  "cells[%d].endpoint_kind is not declared, so it is %s.".formatted(index, kind),
                  "Declare public_gateway, in_cluster or local.")
              .at(place));
    }
    if (!written.has("hardware")) {
      notices.add(
          Problem.of(
                  "hardware-undisclosed",
                  "cells[%d].hardware is not declared, so it is undisclosed.".formatted(index),
                  "Declare a key of configs/sol-ceilings.yaml, or undisclosed.")
              .at(place));
    }
  }

  List<Problem> notices() {
    return notices;
  }

  private static String kind(JsonNode aa) {
    if (aa.hasNonNull("bench_pod")) {
      return "in_cluster";
    }
    URI origin = EndpointUrl.origin(aa.required("url").asString());
    return EndpointUrl.loopback(origin) ? "local" : "public_gateway";
  }
}
