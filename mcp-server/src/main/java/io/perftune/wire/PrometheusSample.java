package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One sample of a Prometheus page.
///
/// @param labels in the order of the page; empty where it has none
/// @param value may be infinite or NaN
/// @param timestamp as the page has it; null where it has none
public record PrometheusSample(
    String name, Map<String, String> labels, double value, @Nullable Double timestamp) {
  public PrometheusSample {
    requireNonNull(name, "name is null");
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
