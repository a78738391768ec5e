package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Writes one table as a Parquet file: zstd, the same bytes for the same rows.
///
/// A required column is REQUIRED, any other OPTIONAL. TEXT is a STRING, INTEGER an INT64, NUMBER a
/// DOUBLE, INSTANT a timestamp in microseconds of UTC, JSON a byte array with the JSON annotation.
/// The file's metadata carry the table's description and, by column, description, unit, group and
/// whether the operator declared it.
///
/// With field ids it is a data file of an Iceberg table: each column carries its id, and JSON is a
/// STRING.
public final class ParquetTable {
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final Table table;
  private final Map<String, Integer> fieldIds;

  /// @param table with its `publish_id`
  ParquetTable(Table table) {
    this(table, Map.of());
  }

  /// @param fieldIds by column: of all columns, or of none
  public ParquetTable(Table table, Map<String, Integer> fieldIds) {
    this.table = requireNonNull(table, "table is null");
    this.fieldIds = Map.copyOf(fieldIds);
  }

  /// What was written.
  public record Written(long rows, long bytes, String sha256) {
    public Written {
      requireNonNull(sha256, "sha256 is null");
    }
  }

  /// Writes all rows to the stream, which stays open.
  public Written write(TypedSource rows, OutputStream target) throws IOException {
    HashedFile file = new HashedFile(target);
    long[] count = new long[1];
    try (ParquetWriter<@Nullable Object[]> writer = new Builder(file, this).build()) {
      rows.forEach(values -> {
        writer.write(values);
        count[0]++;
      });
    }
    return new Written(count[0], file.bytes(), file.sha256());
  }

  /// Rows as [TypedRows] makes them.
  @FunctionalInterface
  public interface TypedSource {
    void forEach(TypedSink sink) throws IOException;
  }

  /// Takes typed rows.
  @FunctionalInterface
  public interface TypedSink {
    void accept(@Nullable Object[] values) throws IOException;
  }

  static MessageType schema(Table table) {
    return new ParquetTable(table).schema();
  }

  private MessageType schema() {
    return new MessageType(table.name(), table.columns().stream().<Type>map(this::column).toList());
  }

  private PrimitiveType column(Table.Column column) {
    PrimitiveType plain = plain(column);
    return fieldIds.isEmpty()
        ? plain
        : plain.withId(requireNonNull(fieldIds.get(column.name()), column.name()));
  }

  private PrimitiveType plain(Table.Column column) {
    Types.PrimitiveBuilder<PrimitiveType> type =
        column.required()
            ? Types.required(physical(column.type()))
            : Types.optional(physical(column.type()));
    return switch (column.type()) {
      case TEXT -> type.as(LogicalTypeAnnotation.stringType()).named(column.name());
      case JSON ->
          type.as(
                  fieldIds.isEmpty()
                      ? LogicalTypeAnnotation.jsonType()
                      : LogicalTypeAnnotation.stringType())
              .named(column.name());
      case INSTANT ->
          type.as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS)).named(column.name());
      case INTEGER, NUMBER, BOOLEAN -> type.named(column.name());
    };
  }

  private static PrimitiveTypeName physical(Table.Type type) {
    return switch (type) {
      case TEXT, JSON -> PrimitiveTypeName.BINARY;
      case INTEGER, INSTANT -> PrimitiveTypeName.INT64;
      case NUMBER -> PrimitiveTypeName.DOUBLE;
      case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
    };
  }

  private static Map<String, String> metadata(Table table) {
    var columns = Json.object();
    for (Table.Column column : table.columns()) {
      columns
          .putObject(column.name())
          .put("description", column.description())
          .put("unit", column.unit())
          .put("group", column.group())
          .put("declared", column.declared());
    }
    return new TreeMap<>(
        Map.of(
            "perftune.table", table.name(),
            "perftune.description", table.description(),
            "perftune.key", String.join(",", table.key()),
            "perftune.columns", Json.line(columns)));
  }

  private static final class Builder extends ParquetWriter.Builder<@Nullable Object[], Builder> {
    private final ParquetTable of;

    Builder(OutputFile file, ParquetTable of) {
      super(file);
      this.of = of;
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new ZstdCodecs());
      withCompressionCodec(CompressionCodecName.ZSTD);
      withRowGroupSize(ROW_GROUP_BYTES);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /// Declared for Hadoop's configuration, which never comes.
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<@Nullable Object[]> getWriteSupport(Configuration configuration) {
      return new Support(of);
    }

    @Override
    protected WriteSupport<@Nullable Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return new Support(of);
    }
  }

  private static final class Support extends WriteSupport<@Nullable Object[]> {
    private final ParquetTable of;
    private @Nullable RecordConsumer consumer;

    Support(ParquetTable of) {
      this.of = of;
    }

    /// Declared for Hadoop's configuration, which never comes.
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(of.schema(), metadata(of.table));
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(@Nullable Object[] values) {
      RecordConsumer to = requireNonNull(consumer, "not prepared");
      to.startMessage();
      for (int index = 0; index < values.length; index++) {
        Object value = values[index];
        if (value != null) {
          String name = of.table.columns().get(index).name();
          to.startField(name, index);
          add(to, value);
          to.endField(name, index);
        }
      }
      to.endMessage();
    }

    private static void add(RecordConsumer to, Object value) {
      switch (value) {
        case String text -> to.addBinary(Binary.fromString(text));
        case Long whole -> to.addLong(whole);
        case Double number -> to.addDouble(number);
        case Boolean truth -> to.addBoolean(truth);
        default -> throw new IllegalStateException("no column holds " + value.getClass());
      }
    }
  }
}
