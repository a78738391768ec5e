package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Row;
import io.perftune.value.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of one campaign while they are matched.
final class Side {
  private static final int SHOWN = 4;

  private final MeasuredCampaign measured;
  private final SequencedMap<Workload, List<Row>> comparable = new LinkedHashMap<>();
  private final Map<Workload, Apart> spoiled = new LinkedHashMap<>();
  private final List<Apart> excluded = new ArrayList<>();
  private final Set<String> paired = new HashSet<>();

  Side(MeasuredCampaign measured) {
    this.measured = measured;
    for (Row row : measured.rows()) {
      String why = whyExcluded(row);
      Workload workload = Workload.of(row);
      if (why == null) {
        comparable.computeIfAbsent(workload, _ -> new ArrayList<>()).add(row);
      } else {
        Apart apart = Apart.of(measured, row, why);
        excluded.add(apart);
        spoiled.putIfAbsent(workload, apart);
      }
    }
    for (String cell : measured.silent()) {
      excluded.add(
          new Apart(
              measured.campaignId(),
              cell,
              null,
              "the cell has no row: nothing of it was measured"));
    }
  }

  /// The rows that may be compared, by their workload.
  SequencedMap<Workload, List<Row>> comparable() {
    return comparable;
  }

  List<Apart> excluded() {
    return excluded;
  }

  void paired(Row row) {
    paired.add(place(row));
  }

  /// The comparable rows that were not paired, each with the reason.
  List<Apart> unmatched(Side other) {
    List<Apart> unmatched = new ArrayList<>();
    comparable.forEach((workload, rows) ->
        rows.stream()
            .filter(row -> !paired.contains(place(row)))
            .forEach(
                row -> unmatched.add(Apart.of(measured, row, whyAlone(row, workload, other)))));
    return unmatched;
  }

  private String whyAlone(Row row, Workload workload, Side other) {
    List<Row> there = other.comparable.get(workload);
    if (there != null) {
      return ("several rows have this workload (cells %s here, %s there), and neither a cell's id"
              + " nor a configuration says which belong together")
          .formatted(cells(requireNonNull(comparable.get(workload), "its own")), cells(there));
    }
    Apart counterpart = other.spoiled.get(workload);
    if (counterpart != null) {
      return "its counterpart, %s, is not compared: %s"
          .formatted(counterpart.place(), counterpart.why());
    }
    return other.comparable.keySet().stream()
        .min(
            Comparator.comparingInt((Workload one) -> workload.differences(one).size())
                .thenComparing(one -> !other.has(one, row)))
        .map(nearest -> other.nearest(workload, nearest))
        .orElse(other.measured.campaignId() + " has no row that can be compared");
  }

  private boolean has(Workload workload, Row like) {
    return requireNonNull(comparable.get(workload), "a workload of this side").stream()
        .anyMatch(row -> row.value("cell_id").equals(like.value("cell_id")));
  }

  private String nearest(Workload workload, Workload nearest) {
    Row row = requireNonNull(comparable.get(nearest), "a workload of this side").getFirst();
    List<String> differing = workload.differences(nearest);
    String more =
        differing.size() > SHOWN ? " and %d more".formatted(differing.size() - SHOWN) : "";
    return "no such workload there; the nearest, %s, differs in %s"
        .formatted(
            place(row), differing.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more);
  }

  /// Why a row's figures are those of no configuration; null where they are.
  private static @Nullable String whyExcluded(Row row) {
    String reason = row.text("status_reason");
    Status status = Status.labelled(requireNonNull(row.text("status"), "status is required"));
    return switch (status) {
      case FULL ->
          "saturated".equals(row.text("client_verdict"))
              ? "the client was the limit (saturated)"
              : null;
      case PARTIAL, FAILED, EVICTED -> status.label() + (reason == null ? "" : ": " + reason);
    };
  }

  private static String place(Row row) {
    return row.text("cell_id") + " c=" + row.text("concurrency");
  }

  private static String cells(List<Row> rows) {
    return rows.stream().map(row -> row.text("cell_id")).collect(Collectors.joining(", "));
  }
}
