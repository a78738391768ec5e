package io.perftune.report.content;

import io.perftune.value.Arm;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the %SoL figures of a report rest on, and which arms have none.
///
/// An arm is a configured cell. A roofline sweep covers every cell of the configuration that it is
/// of ([Arm]), whatever it is called, and no other. An AA campaign counts as throughput whatever
/// its focus, so every cell owes a figure, except where the hardware is undisclosed behind a public
/// gateway or a simulator. A figure is a row's `sol_pct`, or a point of such a sweep. It is
/// grounded where its rigor is L2 or L3, which rest on DCGM readings, or where the sweep's point
/// carries one (`dram_active_pct`; its delivered bytes are computed and are none); a roofline
/// without readings is not.
///
/// @param solComplete every arm that owes a figure has one, and there is any at all
/// @param solRigor the weakest rigor behind a quoted figure, L1 to L4; null where there is no
///   figure, or one is analytical
/// @param dcgmGrounded there are figures, each row's own is grounded, and each sweep has a grounded
///   point: a sweep's readings are none of a point that was measured apart from it
/// @param armsTotal cells that owe a figure
/// @param armsUncovered those of them whose rows have none, also where the campaign opts out of it
public record Grounding(
    boolean solComplete,
    @Nullable String solRigor,
    boolean dcgmGrounded,
    int armsTotal,
    List<String> armsUncovered) {
  private static final Set<String> DCGM = Set.of("L2", "L3");

  public Grounding {
    armsUncovered = List.copyOf(armsUncovered);
  }

  /// The grounding of a campaign.
  ///
  /// @param rows of atlas_v1
  /// @param roofline rows of roofline_v1
  public static Grounding of(Campaign campaign, List<Row> rows, List<Row> roofline) {
    List<Row> figures = rows.stream().filter(row -> row.number("sol_pct") != null).toList();
    Set<String> covered = new HashSet<>();
    Set<String> grounded = new HashSet<>();
    boolean bare = false;
    for (Row row : figures) {
      covered.add(cell(row));
      if (DCGM.contains(String.valueOf(row.text("sol_rigor")))) {
        grounded.add(cell(row));
      } else {
        bare = true;
      }
    }
    List<@Nullable String> rigors = new ArrayList<>();
    figures.forEach(row -> rigors.add(row.text("sol_rigor")));
    for (Row row : roofline) {
      boolean readings = row.number("dram_active_pct") != null;
      Set<String> cells = swept(campaign, row);
      cells.add("the sweep " + cell(row).replaceFirst("-(decode|prefill)$", ""));
      covered.addAll(cells);
      rigors.add(readings ? "L3" : null);
      if (readings) {
        grounded.addAll(cells);
      }
    }
    List<String> arms =
        campaign.cells().stream().filter(Grounding::owes).map(Cell::cellId).toList();
    List<String> uncovered = arms.stream().filter(cell -> !covered.contains(cell)).toList();
    return new Grounding(
        uncovered.isEmpty() && !covered.isEmpty(),
        weakest(rigors),
        !covered.isEmpty() && !bare && grounded.containsAll(covered),
        arms.size(),
        uncovered);
  }

  /// The configured cells that a sweep's point covers.
  private static Set<String> swept(Campaign campaign, Row point) {
    Arm sweep = Arm.ofSweep(point);
    return campaign.cells().stream()
        .filter(cell -> Arm.of(cell).isSweptBy(sweep))
        .map(Cell::cellId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// Whether the cell owes a %SoL figure.
  static boolean owes(Cell cell) {
    boolean exempt =
        cell.endpointKind().equals("public_gateway")
            || cell.declared().path("serving_engine").asString("").equals("simulator");
    return !(cell.ceilingKey().isEmpty() && exempt);
  }

  private static String cell(Row row) {
    return String.valueOf(row.text("cell_id"));
  }

  private static @Nullable String weakest(List<@Nullable String> rigors) {
    String weakest = null;
    for (String rigor : rigors) {
      if (rigor == null) {
        return null;
      }
      weakest = weakest == null || rigor.compareTo(weakest) < 0 ? rigor : weakest;
    }
    return weakest;
  }
}
