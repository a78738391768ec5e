package io.perftune.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Metric families in the Prometheus text format: samples of one name stand together under one
/// `HELP` and `TYPE`.
final class Families {
  private final Map<String, StringBuilder> families = new LinkedHashMap<>();
  private final double created;

  /// @param created seconds since the epoch, the value of every `_created` gauge
  Families(double created) {
    this.created = created;
  }

  void gauge(String name, String help, Map<String, String> labels, double value) {
    sample("gauge", name, help, labels, value);
  }

  /// A counter.
  ///
  /// @param name with its `_total`, where the server has one
  /// @param gauged whether a gauge beside it tells when it was made
  void counter(String name, String help, Map<String, String> labels, double value, boolean gauged) {
    sample("counter", name, help, labels, value);
    if (gauged) {
      String base = name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
      gauge(base + "_created", help, labels, created);
    }
  }

  String text() {
    return String.join("", families.values());
  }

  private void sample(
      String type, String name, String help, Map<String, String> labels, double value) {
    families
        .computeIfAbsent(
            name,
            added ->
                new StringBuilder()
                    .append("# HELP %s %s\n".formatted(added, help))
                    .append("# TYPE %s %s\n".formatted(added, type)))
        .append(name)
        .append(labels(labels))
        .append(' ')
        .append(value)
        .append('\n');
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
