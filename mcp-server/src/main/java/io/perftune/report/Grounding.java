package io.perftune.report;

import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the %SoL figures of a report rest on, and which arms have none.
///
/// An arm is a configured cell. An AA campaign counts as throughput whatever its focus, so every
/// cell owes a figure, except where the hardware is undisclosed behind a public gateway or a
/// simulator.
///
/// @param solComplete every arm that owes a figure has one, and there is any at all
/// @param solRigor the weakest rigor behind a quoted figure, L1 to L4; null where there is no
///   figure, or one is analytical
/// @param dcgmGrounded the figures rest on DCGM readings; never yet, because nothing imports them
/// @param armsTotal cells that owe a figure
/// @param armsUncovered those of them whose rows have none, also where the campaign opts out of it
public record Grounding(
    boolean solComplete,
    @Nullable String solRigor,
    boolean dcgmGrounded,
    int armsTotal,
    List<String> armsUncovered) {
  public Grounding {
    armsUncovered = List.copyOf(armsUncovered);
  }

  static Grounding of(Campaign campaign, List<Row> rows) {
    List<Row> figures = rows.stream().filter(row -> row.number("sol_pct") != null).toList();
    Set<String> covered = new HashSet<>();
    figures.forEach(row -> covered.add(String.valueOf(row.text("cell_id"))));
    List<String> arms =
        campaign.cells().stream().filter(Grounding::owes).map(Cell::cellId).toList();
    List<String> uncovered = arms.stream().filter(cell -> !covered.contains(cell)).toList();
    boolean complete = uncovered.isEmpty() && !figures.isEmpty();
    return new Grounding(complete, weakest(figures), false, arms.size(), uncovered);
  }

  private static boolean owes(Cell cell) {
    boolean exempt =
        cell.endpointKind().equals("public_gateway")
            || cell.declared().path("serving_engine").asString("").equals("simulator");
    return !(cell.ceilingKey().isEmpty() && exempt);
  }

  private static @Nullable String weakest(List<Row> figures) {
    String weakest = null;
    for (Row row : figures) {
      String rigor = row.text("sol_rigor");
      if (rigor == null) {
        return null;
      }
      weakest = weakest == null || rigor.compareTo(weakest) < 0 ? rigor : weakest;
    }
    return weakest;
  }
}
