package io.perftune.config;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The lake tables as schemas/rows declares them.
public final class Tables {
  /// One row a measured point.
  public static final String ATLAS = "atlas_v1";

  /// One row a published campaign.
  public static final String CAMPAIGN = "campaign_v1";

  /// One row a request.
  public static final String REQUESTS = "requests_v1";

  /// One row a point of a roofline sweep.
  public static final String ROOFLINE = "roofline_v1";

  /// One row a speed-of-light figure of a profile.
  public static final String SOL = "sol_v1";

  /// One row an operating point's tokens per minute.
  public static final String TPM = "tpm_v1";

  /// One row an operating point's cost.
  public static final String COST = "cost_v1";

  /// All of them in the order in which a publish writes them; the last is the commit.
  public static final List<String> PUBLISHED =
      List.of(ATLAS, REQUESTS, SOL, ROOFLINE, TPM, COST, CAMPAIGN);

  private Tables() {}

  /// The table of that name.
  public static Table table(String name) {
    ObjectNode json = Resources.json("schemas/rows/" + name + ".schema.json");
    List<String> required = new ArrayList<>();
    json.required("x-key").forEach(column -> required.add(column.asString()));
    List<Table.Column> columns = new ArrayList<>();
    for (var property : Json.members(json.required("properties"))) {
      columns.add(column(property.getKey(), property.getValue()));
    }
    return new Table(name, json.required("description").asString(), required, columns);
  }

  /// Everything in which the row breaks its table's schema; `where` names the row.
  public static List<Problem> problems(Schema schema, Row row, String where) {
    return schema.problems(row.columns(), pointer -> where + pointer);
  }

  /// The schema of a table's rows.
  public static Schema schema(String table) {
    return Schema.load("rows/" + table);
  }

  private static Table.Column column(String name, JsonNode property) {
    JsonNode type = property.required("type");
    boolean nullable = type.isArray();
    String kind = nullable ? type.get(0).asString() : type.asString();
    return new Table.Column(
        name,
        type(kind, property),
        !nullable,
        Json.text(property, "x-unit"),
        property.required("description").asString(),
        property.path("x-declared").asBoolean(false),
        property.required("x-group").asString());
  }

  private static Table.Type type(String kind, JsonNode property) {
    return switch (kind) {
      case "integer" -> Table.Type.INTEGER;
      case "number" -> Table.Type.NUMBER;
      case "boolean" -> Table.Type.BOOLEAN;
      case "object" -> Table.Type.JSON;
      case "string" ->
          "date-time".equals(Json.text(property, "format")) ? Table.Type.INSTANT : Table.Type.TEXT;
      default -> throw new IllegalStateException("column " + name(property) + " has type " + kind);
    };
  }

  private static String name(JsonNode property) {
    return String.valueOf(Json.text(property, "description"));
  }
}
