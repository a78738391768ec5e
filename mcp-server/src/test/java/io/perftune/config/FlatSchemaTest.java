package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class FlatSchemaTest {
  @ParameterizedTest
  @ValueSource(strings = {"atlas_v1", "requests_v1", "roofline_v1", "sol_v1", "tpm_v1", "cost_v1"})
  void everyTableOfRowsIsFlat(String table) {
    assertThat(FlatSchema.of(Tables.schema(table).json())).isPresent();
  }

  @Test
  void schemaThatSaysMoreIsNot() {
    ObjectNode bounded = schema("{\"type\": \"integer\", \"minimum\": 1}");
    ObjectNode open = schema("{\"type\": \"integer\"}").put("additionalProperties", true);
    ObjectNode optional = schema("{\"type\": \"integer\"}");
    optional.putArray("required");

    assertThat(List.of(bounded, open, optional))
        .allSatisfy(schema -> assertThat(FlatSchema.of(schema)).isEmpty());
    assertThat(FlatSchema.of(schema("{\"type\": \"integer\"}"))).isPresent();
    assertThat(FlatSchema.of(Schema.load("campaign").json())).isEmpty();
  }

  /// Whatever stands in a column: what holds here, the validator finds nothing in.
  @Test
  void agreesWithTheValidatorOnEveryColumn() {
    ObjectNode json = Tables.schema(Tables.ATLAS).json();
    FlatSchema flat = FlatSchema.of(json).orElseThrow();
    var validator =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json);
    ObjectNode row = SampleRows.point("a", AaShape.AA_1K, 4).row().columns().deepCopy();
    int held = 0;
    for (String column : List.copyOf(row.propertyNames())) {
      for (JsonNode value : values(json.path("properties").path(column))) {
        JsonNode other = row.deepCopy().set(column, value);
        boolean valid = validator.validate(other).isEmpty();
        // A whole number written with a fraction is left to the validator.
        boolean left = value.isFloatingPointNumber();
        assertThat(flat.holds(other)).as("%s: %s", column, value).isIn(valid, valid && !left);
        held += flat.holds(other) ? 1 : 0;
      }
      ObjectNode lacking = row.deepCopy();
      lacking.remove(column);
      assertThat(flat.holds(lacking)).isFalse();
      assertThat(flat.holds(lacking.put("unheard-of", 1))).isFalse();
    }
    assertThat(flat.holds(row)).isTrue();
    assertThat(held).isGreaterThan(300);
  }

  private static List<JsonNode> values(JsonNode property) {
    List<JsonNode> values = new ArrayList<>();
    Json.MAPPER
        .readTree("[null, 1, 1.5, 1.0, -3, 99999999999999999999, \"x\", \"null\", true, {}, []]")
        .forEach(values::add);
    property.path("enum").forEach(values::add);
    return values;
  }

  private static ObjectNode schema(String column) {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    schema.putObject("properties").set("c", Json.MAPPER.readTree(column));
    schema.putArray("required").add("c");
    return schema;
  }
}
