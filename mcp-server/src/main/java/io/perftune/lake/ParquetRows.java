package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// One Parquet file of the lake as a reader finds it: its footer, and its rows one by one, with the
/// columns that the file itself has, in the file's order.
///
/// Values are as [TypedRows] makes them. A file that the lake's writer cannot have written is an
/// IOException with the cause.
public final class ParquetRows implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private final SeekableInputStream file;
  private final long length;
  private final ParquetMetadataConverter converter;
  private final ParquetMetadata footer;
  private final List<Column> columns;

  private ParquetRows(SeekableInputStream file, long length) throws IOException {
    this.file = file;
    this.length = length;
    this.converter = new ParquetMetadataConverter();
    this.footer = broken(this::footer);
    this.columns = columns(footer.getFileMetaData().getSchema());
  }

  /// A column of the file.
  public record Column(String name, Table.Type type) {
    public Column {
      requireNonNull(name, "name is null");
      requireNonNull(type, "type is null");
    }
  }

  /// Takes rows one by one.
  @FunctionalInterface
  public interface Sink {
    /// Takes the next row.
    ///
    /// @param values in the order of [#columns]; the array is the taker's
    void accept(@Nullable Object[] values) throws IOException;
  }

  /// Reads the footer.
  public static ParquetRows open(InputFile file) throws IOException {
    SeekableInputStream in = file.newStream();
    boolean opened = false;
    try {
      ParquetRows rows = new ParquetRows(in, file.getLength());
      opened = true;
      return rows;
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }

  private ParquetMetadata footer() throws IOException {
    if (length < MAGIC.length + TAIL) {
      throw new IOException("it is too short for a Parquet file");
    }
    byte[] tail = new byte[TAIL];
    file.seek(length - TAIL);
    file.readFully(tail);
    int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    boolean magic = Arrays.equals(tail, Integer.BYTES, TAIL, MAGIC, 0, MAGIC.length);
    if (!magic || size < 0 || size > length - TAIL - MAGIC.length) {
      throw new IOException("it does not end as a Parquet file");
    }
    byte[] bytes = new byte[size];
    file.seek(length - TAIL - size);
    file.readFully(bytes);
    return converter.fromParquetMetadata(Util.readFileMetaData(new ByteArrayInputStream(bytes)));
  }

  /// The columns, in the file's order.
  public List<Column> columns() {
    return List.copyOf(columns);
  }

  /// How many rows the footer counts.
  public long count() {
    return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  /// The footer itself: its row groups, and what it says of each column.
  public ParquetMetadata footing() {
    return footer;
  }

  /// What the writer noted beside the rows, such as `perftune.table`.
  public Map<String, String> metadata() {
    return Map.copyOf(footer.getFileMetaData().getKeyValueMetaData());
  }

  /// Hands every row to the sink; to be called once.
  public void forEach(Sink sink) throws IOException {
    MessageType schema = footer.getFileMetaData().getSchema();
    MessageColumnIO io = new ColumnIOFactory().getColumnIO(schema);
    for (BlockMetaData block : footer.getBlocks()) {
      RowGroup group = broken(() -> RowGroup.read(file, length, block, converter));
      RecordReader<@Nullable Object[]> records =
          broken(() -> io.getRecordReader(group, new RowMaterializer(columns.size())));
      for (long row = 0; row < group.getRowCount(); row++) {
        sink.accept(broken(records::read));
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// What Parquet throws on bytes that no writer wrote can be anything.
  private static <T extends @Nullable Object> T broken(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (RuntimeException e) {
      throw new IOException("it is no whole Parquet file of the lake: " + e, e);
    }
  }

  @FunctionalInterface
  private interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }

  private static List<Column> columns(MessageType schema) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (Type field : schema.getFields()) {
      if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
        throw new IOException("column " + field.getName() + " is nested");
      }
      columns.add(new Column(field.getName(), type(field.asPrimitiveType())));
    }
    return columns;
  }

  private static Table.Type type(PrimitiveType column) throws IOException {
    LogicalTypeAnnotation logical = column.getLogicalTypeAnnotation();
    PrimitiveTypeName physical = column.getPrimitiveTypeName();
    if (physical == PrimitiveTypeName.BINARY) {
      return logical instanceof JsonLogicalTypeAnnotation ? Table.Type.JSON : Table.Type.TEXT;
    }
    if (physical == PrimitiveTypeName.INT64) {
      return logical instanceof TimestampLogicalTypeAnnotation
          ? Table.Type.INSTANT
          : Table.Type.INTEGER;
    }
    if (physical == PrimitiveTypeName.DOUBLE) {
      return Table.Type.NUMBER;
    }
    if (physical == PrimitiveTypeName.BOOLEAN) {
      return Table.Type.BOOLEAN;
    }
    throw new IOException("column " + column.getName() + " is " + physical);
  }
}
