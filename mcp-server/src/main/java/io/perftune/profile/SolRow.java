package io.perftune.profile;

import io.perftune.config.Ceilings.Ceiling;
import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A row of sol_v1 while it is made: every column there, each null with its reason.
final class SolRow {
  private static final ObjectNode PROPERTIES =
      (ObjectNode) Tables.schema(Tables.SOL).json().required("properties");

  private final ObjectNode columns = Json.object();
  private final ObjectNode reasons = Json.object();

  SolRow() {
    for (String column : PROPERTIES.propertyNames()) {
      if (!column.equals("publish_id")) {
        columns.putNull(column);
      }
    }
  }

  SolRow text(String column, @Nullable String value) {
    columns.put(known(column), value);
    return this;
  }

  SolRow number(String column, @Nullable Double value) {
    columns.put(known(column), value);
    return this;
  }

  SolRow whole(String column, @Nullable Long value) {
    columns.put(known(column), value);
    return this;
  }

  /// Why a column is null, where the schema's own words do not fit.
  SolRow because(String column, String reason) {
    reasons.put(known(column), reason);
    return this;
  }

  /// Holds a rate to a ceiling: both in the ceiling's unit, and the share of it.
  ///
  /// @param perSecond bytes or operations a second and GPU; null where it was not read
  /// @param ceiling null where there is none
  /// @param level with which the share is cited
  SolRow held(@Nullable Double perSecond, @Nullable Ceiling ceiling, String level) {
    if (ceiling == null) {
      return this;
    }
    text("ceiling_key", ceiling.path())
        .number("ceiling_value", ceiling.value())
        .text("ceiling_units", ceiling.units());
    if (perSecond == null) {
      return because("pct_sol", "the file holds time shares alone, no rate");
    }
    double measured = perSecond / unit(ceiling);
    return number("measured_value", measured)
        .text("measured_units", ceiling.units())
        .share(100 * measured / ceiling.value(), level);
  }

  /// Puts the share of the ceiling, and the likely reasons where it is above it.
  SolRow share(double percent, String level) {
    number("pct_sol", percent).text("sol_rigor", level);
    if (percent > 100) {
      text(
          "above_peak",
          "above 100 % of the peak: another hardware or number format than declared, clocks above"
              + " the rated ones, bytes served by a cache, or readings of another window");
    }
    return this;
  }

  Row row() {
    ObjectNode unmeasured = Json.object();
    for (var column : Json.members(columns)) {
      String rule = Json.text(PROPERTIES.required(column.getKey()), "x-null");
      String reason = Json.text(reasons, column.getKey());
      if (column.getValue().isNull() && rule != null) {
        unmeasured.put(column.getKey(), reason == null ? rule : reason);
      }
    }
    columns.set("unmeasured", unmeasured);
    return new Row(columns);
  }

  /// Bytes or operations a second in the unit in which the ceiling stands.
  static double unit(Ceiling ceiling) {
    return ceiling.units().startsWith("P") ? 1e15 : 1e12;
  }

  private String known(String column) {
    if (!columns.has(column)) {
      throw new IllegalArgumentException("sol_v1 has no column " + column);
    }
    return column;
  }
}
