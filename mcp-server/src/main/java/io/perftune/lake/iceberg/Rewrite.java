package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.ParquetTable;
import io.perftune.lake.store.Hold;
import io.perftune.value.Digest;
import io.perftune.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/// Writes rows of data files that are there into a new one, campaign after campaign, the rows of
/// each in their order.
final class Rewrite {
  private static final String CAMPAIGN_ID = "campaign_id";

  private final PendingTable table;
  private final String name;
  private final Hold hold;

  /// @param name of the table
  Rewrite(PendingTable table, String name, Hold hold) {
    this.table = requireNonNull(table, "table is null");
    this.name = requireNonNull(name, "name is null");
    this.hold = requireNonNull(hold, "hold is null");
  }

  /// Rows of some campaigns in a file.
  record Part(DataFile file, Set<String> campaigns) {
    Part {
      requireNonNull(file, "file is null");
      campaigns = Set.copyOf(campaigns);
    }
  }

  /// The campaigns of which a file has rows, in its order.
  Set<String> campaigns(DataFile file) throws IOException {
    Set<String> campaigns = new LinkedHashSet<>();
    try (ParquetRows rows = open(file)) {
      int id = index(rows);
      rows.forEach(values -> campaigns.add(String.valueOf(values[id])));
    }
    return campaigns;
  }

  /// What tells files apart that cannot be put together: their columns.
  String columns(DataFile file) throws IOException {
    try (ParquetRows rows = open(file)) {
      return schema(rows).toString();
    }
  }

  /// The rows of a file but for those of a campaign; empty where no row is left.
  Optional<StagedTable> without(DataFile file, String campaign) throws IOException {
    Set<String> others = campaigns(file);
    others.remove(campaign);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(write(List.of(new Part(file, others)), "without " + campaign));
  }

  /// The rows of files with the same columns in one.
  StagedTable together(List<DataFile> files) throws IOException {
    Map<String, DataFile> places = new HashMap<>();
    for (DataFile file : files) {
      for (String campaign : campaigns(file)) {
        if (places.put(campaign, file) != null) {
          throw new IOException("%s has rows of %s in two files".formatted(name, campaign));
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (String campaign : places.keySet().stream().sorted().toList()) {
      DataFile file = requireNonNull(places.get(campaign), "no file");
      boolean next = !parts.isEmpty() && parts.getLast().file().location().equals(file.location());
      Set<String> campaigns = new LinkedHashSet<>(next ? parts.removeLast().campaigns() : Set.of());
      campaigns.add(campaign);
      parts.add(new Part(file, campaigns));
    }
    return write(parts, "together");
  }

  private StagedTable write(List<Part> parts, String what) throws IOException {
    DataFile first = parts.getFirst().file();
    String of =
        what
            + parts.stream()
                .map(part -> part.file().location() + part.campaigns().stream().sorted().toList())
                .sorted(Comparator.naturalOrder())
                .toList();
    String hash = Digest.sha256(of).substring(0, 32);
    ParquetTable file;
    try (ParquetRows rows = open(first)) {
      file = new ParquetTable(table(rows), ids(rows));
    }
    ParquetTable.TypedSource source =
        sink -> {
          for (Part part : parts) {
            copy(part, sink);
          }
        };
    String staged = hash + "-" + UUID.randomUUID(); // anew at each attempt
    ParquetTable.Written written = hold.stage(staged, out -> file.write(source, out));
    String partition = TableSchema.DT + "=" + DayFiles.day(first);
    return new StagedTable(hold.file(staged), written, partition, hash + ".parquet");
  }

  private void copy(Part part, ParquetTable.TypedSink sink) throws IOException {
    try (ParquetRows rows = open(part.file())) {
      int id = index(rows);
      rows.forEach(values -> {
        if (part.campaigns().contains(String.valueOf(values[id]))) {
          sink.accept(values);
        }
      });
    }
  }

  private ParquetRows open(DataFile file) throws IOException {
    return ParquetRows.open(new ParquetInput(table.io().newInputFile(file)));
  }

  private static int index(ParquetRows rows) {
    return rows.columns().stream().map(ParquetRows.Column::name).toList().indexOf(CAMPAIGN_ID);
  }

  private static MessageType schema(ParquetRows rows) {
    return rows.footing().getFileMetaData().getSchema();
  }

  private static Map<String, Integer> ids(ParquetRows rows) {
    Map<String, Integer> ids = new HashMap<>();
    for (Type field : schema(rows).getFields()) {
      ids.put(field.getName(), requireNonNull(field.getId(), "no id").intValue());
    }
    return ids;
  }

  /// The columns of the file, described as the schemas do where they still know them.
  private Table table(ParquetRows rows) {
    Table declared = Tables.table(name);
    Map<String, Table.Column> known = new HashMap<>();
    declared.columns().forEach(column -> known.put(column.name(), column));
    List<Table.Column> columns = new ArrayList<>();
    for (ParquetRows.Column column : rows.columns()) {
      Table.Column said = known.get(column.name());
      boolean required = schema(rows).getType(column.name()).isRepetition(Type.Repetition.REQUIRED);
      columns.add(
          new Table.Column(
              column.name(),
              column.type(),
              required,
              said == null ? null : said.unit(),
              said == null ? "" : said.description(),
              said != null && said.declared(),
              said == null ? "other" : said.group()));
    }
    return new Table(name, declared.description(), declared.key(), columns);
  }
}
