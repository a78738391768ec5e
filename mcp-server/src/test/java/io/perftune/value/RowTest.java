package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RowTest {
  @Test
  void keepsEveryMemberInItsOrderAndIsACopy() {
    ObjectNode columns = columns();
    Row row = new Row(columns);
    columns.put("a", 2);
    columns.withObjectProperty("unmeasured").put("c", "late");

    assertThat(row.columns()).isEqualTo(columns());
    assertThat(columns()).isEqualTo(row.columns());
    assertThat(row.columns().hashCode()).isEqualTo(columns().hashCode());
    assertThat(Json.line(row.columns())).isEqualTo(Json.line(columns()));
    assertThat(row.integer("a")).isEqualTo(1);
    assertThat(row.text("b")).isNull();
    assertThat(row.whyNull("b")).isEqualTo("not asked for");
    assertThat(row.columns().propertyNames()).containsExactly("a", "b", "unmeasured", "list");
    assertThatThrownBy(() -> row.value("d")).hasMessageContaining("no column d");
  }

  @Test
  void changeOfOneRowLeavesRowsOfTheSameNamesAlone() {
    Row changed = new Row(columns());
    Row other = new Row(columns());

    changed.columns().put("a", 7).put("e", true).remove("b");
    changed.columns().withObjectProperty("unmeasured").put("e", "seen");
    changed.columns().properties().iterator().next().setValue(Json.array());

    assertThat(Json.line(changed.columns()))
        .isEqualTo(
            "{\"a\":[],\"unmeasured\":{\"b\":\"not asked for\",\"e\":\"seen\"},\"list\":[1],\"e\":true}");
    assertThat(other.columns()).isEqualTo(columns());
  }

  @Test
  void membersCanBeRemovedAsOfAnyObject() {
    ObjectNode packed = Json.packed(columns());

    packed.retain(List.of("a", "list"));
    assertThat(Json.line(packed)).isEqualTo("{\"a\":1,\"list\":[1]}");
    packed.removeIf(value -> value.isArray());
    assertThat(Json.line(packed)).isEqualTo("{\"a\":1}");
    assertThat(packed.remove("none")).isNull();
    assertThat(packed.removeAll()).isEmpty();
  }

  private static ObjectNode columns() {
    ObjectNode columns = Json.object().put("a", 1).putNull("b");
    columns.putObject("unmeasured").put("b", "not asked for");
    columns.putArray("list").add(1);
    return columns;
  }
}
