package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.UnicodeUtil;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/// What the footer of a data file says of its columns, as Iceberg prunes by it: counts, sizes and
/// bounds.
final class FooterMetrics {
  /// Bounds of texts are cut to so many characters, but for the ids by which a campaign is found.
  private static final int LONGEST_BOUND = 32;

  private static final List<String> WHOLE = List.of("campaign_id", "publish_id");

  private final Schema schema;
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final Map<Integer, Long> nulls = new HashMap<>();
  private final Map<Integer, Long> nans = new HashMap<>();
  private final Map<Integer, Comparable<?>> least = new HashMap<>();
  private final Map<Integer, Comparable<?>> most = new HashMap<>();
  private final Map<Integer, Boolean> unbounded = new HashMap<>();

  private FooterMetrics(Schema schema) {
    this.schema = requireNonNull(schema, "schema is null");
  }

  /// Reads a footer whose columns carry their field ids.
  static Metrics of(ParquetMetadata footer, Schema schema) {
    FooterMetrics metrics = new FooterMetrics(schema);
    long rows = 0;
    for (BlockMetaData block : footer.getBlocks()) {
      rows += block.getRowCount();
      block.getColumns().forEach(metrics::add);
    }
    return new Metrics(
        rows,
        metrics.sizes,
        metrics.counts,
        metrics.nulls,
        metrics.nans,
        metrics.bounds(metrics.least, true),
        metrics.bounds(metrics.most, false));
  }

  private void add(ColumnChunkMetaData column) {
    int id = requireNonNull(column.getPrimitiveType().getId(), "a column has no id").intValue();
    Statistics<?> statistics = column.getStatistics();
    sizes.merge(id, column.getTotalSize(), Long::sum);
    counts.merge(id, column.getValueCount(), Long::sum);
    if (statistics == null || !statistics.isNumNullsSet()) {
      unbounded.put(id, true);
      return;
    }
    nulls.merge(id, statistics.getNumNulls(), Long::sum);
    if (statistics instanceof DoubleStatistics) {
      nans.put(id, 0L); // rows hold finite numbers only
    }
    if (statistics.hasNonNullValue()) {
      bound(id, value(statistics, true), value(statistics, false));
    } else if (statistics.getNumNulls() < column.getValueCount()) {
      unbounded.put(id, true);
    }
  }

  private static Comparable<?> value(Statistics<?> statistics, boolean lower) {
    return switch (statistics) {
      case LongStatistics whole -> lower ? whole.getMin() : whole.getMax();
      case DoubleStatistics number -> lower ? number.getMin() : number.getMax();
      case BooleanStatistics truth -> lower ? truth.getMin() : truth.getMax();
      case BinaryStatistics text ->
          (lower ? text.genericGetMin() : text.genericGetMax()).toStringUsingUTF8();
      default -> throw new IllegalStateException("no column holds " + statistics.type());
    };
  }

  private void bound(int id, Comparable<?> lower, Comparable<?> upper) {
    least.merge(id, lower, (one, other) -> compare(one, other) <= 0 ? one : other);
    most.merge(id, upper, (one, other) -> compare(one, other) >= 0 ? one : other);
  }

  private static int compare(Comparable<?> one, Comparable<?> other) {
    return switch (one) {
      case Long whole -> Long.compare(whole, (Long) other);
      case Double number -> Double.compare(number, (Double) other);
      case Boolean truth -> Boolean.compare(truth, (Boolean) other);
      default -> codePoints(one.toString(), other.toString());
    };
  }

  /// Iceberg and Parquet order texts by their UTF-8 bytes, which is by code points.
  private static int codePoints(String one, String other) {
    return java.util.Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  private Map<Integer, ByteBuffer> bounds(Map<Integer, Comparable<?>> values, boolean lower) {
    Map<Integer, ByteBuffer> bounds = new HashMap<>();
    values.forEach((id, value) -> {
      Types.NestedField field = schema.findField(id);
      Object bound = field.type().typeId() == Type.TypeID.STRING ? cut(field, value, lower) : value;
      if (bound != null && !unbounded.containsKey(id)) {
        bounds.put(id, Conversions.toByteBuffer(field.type(), bound));
      }
    });
    return bounds;
  }

  /// Null where no short text is above.
  private static @Nullable Object cut(Types.NestedField field, Comparable<?> value, boolean lower) {
    String text = value.toString();
    if (WHOLE.contains(field.name())) {
      return text;
    }
    return lower
        ? UnicodeUtil.truncateStringMin(text, LONGEST_BOUND)
        : UnicodeUtil.truncateStringMax(text, LONGEST_BOUND);
  }
}
