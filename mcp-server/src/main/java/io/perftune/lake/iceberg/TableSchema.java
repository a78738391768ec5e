package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/// A table of the lake as Iceberg has it: its columns with their descriptions, and `dt`, the day of
/// the campaign, by which it is partitioned.
///
/// TEXT and JSON are a string, INTEGER a long, NUMBER a double, INSTANT a timestamptz. No file
/// holds `dt`: its value is the partition's.
///
/// @param table with its `publish_id`
record TableSchema(Table table) {
  /// The column by which tables are partitioned.
  static final String DT = "dt";

  TableSchema {
    requireNonNull(table, "table is null");
  }

  /// The schema of a new table.
  Schema schema() {
    List<Types.NestedField> fields = new ArrayList<>();
    int id = 1;
    for (Table.Column column : table.columns()) {
      Types.NestedField.Builder field =
          column.required()
              ? Types.NestedField.required(column.name())
              : Types.NestedField.optional(column.name());
      fields.add(field.withId(id++).ofType(type(column.type())).withDoc(doc(column)).build());
    }
    fields.add(
        Types.NestedField.optional(DT)
            .withId(id)
            .ofType(Types.DateType.get())
            .withDoc("The UTC date of the stamp in the campaign's id.")
            .build());
    return new Schema(fields);
  }

  /// How a new table is partitioned.
  static PartitionSpec partition(Schema schema) {
    return PartitionSpec.builderFor(schema).identity(DT).build();
  }

  /// Brings the columns of a table up to these: what is missing is added, a description that says
  /// something else is replaced, nothing is dropped.
  ///
  /// @throws ProblemException where a column has a type that cannot become ours, or the table is
  ///   not partitioned by `dt`
  void evolve(PendingTable pending) {
    Schema there = pending.current().schema();
    refuseForeign(pending);
    UpdateSchema update = pending.table().updateSchema();
    List<Problem> problems = new ArrayList<>();
    boolean changed = false;
    for (Table.Column column : table.columns()) {
      Types.NestedField field = there.findField(column.name());
      if (field == null) {
        update.addColumn(column.name(), type(column.type()), doc(column));
        changed = true;
      } else {
        changed |= evolved(update, field, column, problems);
      }
    }
    changed |= loosened(update, there);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    if (changed) {
      update.commit();
    }
  }

  private boolean evolved(
      UpdateSchema update, Types.NestedField field, Table.Column column, List<Problem> problems) {
    boolean changed = false;
    Type wanted = type(column.type());
    if (!field.type().equals(wanted)) {
      if (!field.type().isPrimitiveType()
          || !TypeUtil.isPromotionAllowed(field.type(), wanted.asPrimitiveType())) {
        problems.add(conflict(field, wanted));
        return false;
      }
      update.updateColumn(field.name(), wanted.asPrimitiveType());
      changed = true;
    }
    if (field.isRequired() && !column.required()) {
      update.makeColumnOptional(field.name());
      changed = true;
    }
    if (!doc(column).equals(field.doc())) {
      update.updateColumnDoc(field.name(), doc(column));
      changed = true;
    }
    return changed;
  }

  /// A column that this program does not write can no longer be required.
  private boolean loosened(UpdateSchema update, Schema there) {
    Set<String> ours = table.columns().stream().map(Table.Column::name).collect(Collectors.toSet());
    boolean changed = false;
    for (Types.NestedField field : there.columns()) {
      if (field.isRequired() && !ours.contains(field.name())) {
        update.makeColumnOptional(field.name());
        changed = true;
      }
    }
    return changed;
  }

  private Problem conflict(Types.NestedField field, Type wanted) {
    return new Problem(
        "schema-conflict",
        "Column %s of %s is %s in the catalog and %s here, and Iceberg does not turn one into the other."
            .formatted(field.name(), table.name(), field.type(), wanted),
        table.name() + "." + field.name(),
        "Publish into another namespace, or rename that column in the catalog.");
  }

  private void refuseForeign(PendingTable pending) {
    PartitionSpec spec = pending.current().spec();
    boolean ours =
        spec.fields().size() == 1
            && spec.fields().getFirst().transform().isIdentity()
            && spec.fields().getFirst().name().equals(DT);
    if (!ours) {
      throw new ProblemException(
          new Problem(
              "foreign-table",
              "%s is partitioned by %s, not by dt.".formatted(pending.identifier(), spec.fields()),
              pending.identifier().toString(),
              "Name a namespace in configs/lake.yaml whose tables are this program's own."));
    }
  }

  private static String doc(Table.Column column) {
    return column.unit() == null
        ? column.description()
        : "%s (%s)".formatted(column.description(), column.unit());
  }

  private static Type type(Table.Type type) {
    return switch (type) {
      case TEXT, JSON -> Types.StringType.get();
      case INTEGER -> Types.LongType.get();
      case NUMBER -> Types.DoubleType.get();
      case BOOLEAN -> Types.BooleanType.get();
      case INSTANT -> Types.TimestampType.withZone();
    };
  }
}
