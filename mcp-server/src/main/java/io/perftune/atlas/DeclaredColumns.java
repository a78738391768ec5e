package io.perftune.atlas;

import io.perftune.value.Cell;
import io.perftune.value.Table;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The columns that the operator declares, and those of the grounding and the stack that follow
/// from them.
final class DeclaredColumns {
  /// Declared columns that need more than a copy.
  private static final Set<String> DERIVED = Set.of("num_gpus", "notes");

  private static final String NOT_DECLARED = "not declared";

  private DeclaredColumns() {}

  static void put(RowBuilder row, Table table, Cell cell, RowContext context) {
    for (Table.Column column : table.columns()) {
      if (column.declared() && !DERIVED.contains(column.name())) {
        declared(row, column, cell.declared().path(column.name()));
      }
    }
    Long gpus = gpus(cell.declared());
    if (gpus == null) {
      row.unmeasured("num_gpus", whyNoGpus(cell.declared()));
    } else {
      row.integer("num_gpus", gpus);
    }
    row.text("endpoint_origin", origin(cell))
        .text("load_engine", cell.aa().engine())
        .text("backend", cell.aa().engine())
        .text("bench_backend", cell.aa().engine())
        .text("bench_version", context.versions().bench(), "the program did not say");
    pause(row, context.before().settled());
    step(row, "prewarmed", context.before().settled().prewarm());
    step(row, "burn_in", context.before().settled().burnIn());
    grounding(row, context);
  }

  private static void pause(RowBuilder row, Settled settled) {
    Integer seconds = settled.pauseS();
    if (seconds == null) {
      row.unmeasured("settle_s", settled.whyNoPause());
    } else {
      row.integer("settle_s", seconds);
    }
  }

  private static void step(RowBuilder row, String column, Settled.Step step) {
    Boolean done = step.done();
    if (done == null) {
      row.unmeasured(column, step.why());
    } else {
      row.bool(column, done);
    }
  }

  private static void grounding(RowBuilder row, RowContext context) {
    row.text("baseline", context.grounding().baseline(), "the campaign names none");
    Boolean sameNode = context.grounding().sameNode();
    if (sameNode == null) {
      row.unmeasured("same_node", "the campaign does not say");
    } else {
      row.bool("same_node", sameNode);
    }
  }

  /// A number that cannot be known is declared as a word; the column then is null and the word is
  /// the reason.
  private static void declared(RowBuilder row, Table.Column column, JsonNode value) {
    boolean text = column.type() == Table.Type.TEXT;
    if (value.isMissingNode() || value.isNull()) {
      row.unmeasured(column.name(), NOT_DECLARED);
    } else if (text) {
      row.text(column.name(), value.asString());
    } else if (value.isString()) {
      row.unmeasured(column.name(), value.asString());
    } else {
      row.set(column.name(), value);
    }
  }

  /// Declared, else tensor x pipeline x data parallel; null where neither is known.
  static @Nullable Long gpus(ObjectNode declared) {
    Long own = whole(declared, "num_gpus");
    Long tensor = whole(declared, "tensor_parallel");
    if (own != null || tensor == null) {
      return own;
    }
    Long pipeline = whole(declared, "pipeline_parallel");
    Long data = whole(declared, "data_parallel");
    return pipeline == null || data == null ? null : tensor * pipeline * data;
  }

  /// The word that stands in place of a factor, because it is a statement; else that there is none.
  private static String whyNoGpus(ObjectNode declared) {
    return Stream.of("num_gpus", "tensor_parallel", "pipeline_parallel", "data_parallel")
        .map(declared::path)
        .filter(JsonNode::isString)
        .map(JsonNode::asString)
        .findFirst()
        .orElse(NOT_DECLARED);
  }

  private static @Nullable Long whole(ObjectNode declared, String key) {
    JsonNode value = declared.path(key);
    return value.isIntegralNumber() ? value.longValue() : null;
  }

  /// Scheme, host and port; never a path.
  private static String origin(Cell cell) {
    var origin = cell.aa().endpoint().origin();
    return origin.getScheme() + "://" + origin.getAuthority();
  }
}
