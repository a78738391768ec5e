package io.perftune.lever;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the rules read of a campaign.
///
/// @param atlas rows of atlas_v1
/// @param roofline rows of roofline_v1
/// @param sol rows of sol_v1
record Figures(List<Row> atlas, List<Row> roofline, List<Row> sol) {
  private static final Set<String> LIMITED = Set.of("noisy", "saturated");

  Figures {
    atlas = List.copyOf(atlas);
    roofline = List.copyOf(roofline);
    sol = List.copyOf(sol);
  }

  /// The full points whose client was not the limit: all that a rule about the server may read.
  List<Row> trusted() {
    return atlas.stream()
        .filter(row -> "full".equals(text(row, "status")) && !limited(row))
        .toList();
  }

  /// The points at which the client was, or may have been, the limit.
  List<Row> clientLimited() {
    return atlas.stream().filter(Figures::limited).toList();
  }

  /// The trusted points of each cell by rising concurrency, for cells that have two and more.
  List<List<Row>> sweeps() {
    Map<String, List<Row>> cells = new LinkedHashMap<>();
    for (Row row : trusted()) {
      cells.computeIfAbsent(String.valueOf(text(row, "cell_id")), _ -> new ArrayList<>()).add(row);
    }
    return cells.values().stream()
        .filter(rows -> rows.size() > 1)
        .map(
            rows -> rows.stream().sorted(Comparator.comparingDouble(Figures::concurrency)).toList())
        .toList();
  }

  /// Decode readings against the HBM peak, of the atlas and of the sweeps, one a place; what is
  /// above the peak is left out, because its descriptors are wrong.
  List<Decode> decode() {
    Map<String, Decode> readings = new LinkedHashMap<>();
    for (Row row : roofline) {
      if ("decode".equals(text(row, "phase"))) {
        decode(row, number(row, "hbm_delivered_pct"))
            .ifPresent(reading -> readings.putIfAbsent(reading.where(), reading));
      }
    }
    for (Row row : trusted()) {
      if ("hbm".equals(text(row, "sol_metric"))) {
        decode(row, number(row, "sol_pct"))
            .ifPresent(reading -> readings.putIfAbsent(reading.where(), reading));
      }
    }
    return List.copyOf(readings.values());
  }

  private static Optional<Decode> decode(Row row, @Nullable Double pct) {
    return pct == null || pct <= 0 || pct > 100 || number(row, "concurrency") == null
        ? Optional.empty()
        : Optional.of(new Decode(row, where(row), concurrency(row), pct));
  }

  /// How near decode came to the HBM peak at a point.
  ///
  /// @param pct of the peak, above 0, up to 100
  record Decode(Row row, String where, double concurrency, double pct) {}

  /// `cell a at c=10`; a point without a concurrency is one of prefill, at its input length.
  static String where(Row row) {
    String cell = "cell " + text(row, "cell_id");
    String concurrency = text(row, "concurrency");
    String isl = text(row, "isl");
    return concurrency != null
        ? cell + " at c=" + concurrency
        : isl != null ? cell + ", prefill of " + isl + " tokens" : cell;
  }

  static double concurrency(Row row) {
    Double concurrency = number(row, "concurrency");
    return concurrency == null ? 0 : concurrency;
  }

  /// The number of a column; null where it is unmeasured, and where the table has no such column.
  static @Nullable Double number(Row row, String column) {
    return row.columns().has(column) ? row.number(column) : null;
  }

  /// The text of a column; null where it is unmeasured, and where the table has no such column.
  static @Nullable String text(Row row, String column) {
    return row.columns().has(column) ? row.text(column) : null;
  }

  /// The truth of a column; null where it is unmeasured, and where the table has no such column.
  static @Nullable Boolean bool(Row row, String column) {
    JsonNode value = row.columns().path(column);
    return value.isBoolean() ? value.booleanValue() : null;
  }

  private static boolean limited(Row row) {
    String verdict = text(row, "client_verdict");
    return verdict != null && LIMITED.contains(verdict);
  }
}
