package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.LakeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/// The data files of a table, by what the manifests say of them; also those without rows, which no
/// scan with a filter shows.
///
/// @param files by location
record DayFiles(BaseTable table, List<DataFile> files) {
  private static final String CAMPAIGN = "/campaign=";

  DayFiles {
    requireNonNull(table, "table is null");
    files = List.copyOf(files);
  }

  /// Those of a day.
  static DayFiles of(BaseTable table, LocalDate dt) {
    return of(table, Expressions.equal(TableSchema.DT, dt.toString()), dt);
  }

  /// All of them.
  static DayFiles of(BaseTable table) {
    return of(table, Expressions.alwaysTrue(), null);
  }

  private static DayFiles of(BaseTable table, Expression filter, @Nullable LocalDate dt) {
    List<DataFile> files = new ArrayList<>();
    Snapshot snapshot = table.currentSnapshot();
    if (snapshot == null) {
      return new DayFiles(table, files);
    }
    for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
      var spec = requireNonNull(table.specs().get(manifest.partitionSpecId()), "no such spec");
      if (!ManifestEvaluator.forRowFilter(filter, spec, true).eval(manifest)) {
        continue;
      }
      try (ManifestReader<DataFile> reader =
          ManifestFiles.read(manifest, table.io(), table.specs())) {
        for (DataFile file : reader) {
          if (dt == null || dt.equals(day(file))) {
            files.add(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.sort(Comparator.comparing(DataFile::location));
    return new DayFiles(table, files);
  }

  /// The day of a file.
  static @Nullable LocalDate day(DataFile file) {
    Integer day = file.partition().size() == 1 ? file.partition().get(0, Integer.class) : null;
    return day == null ? null : LocalDate.ofEpochDay(day);
  }

  /// Those that may hold rows of a campaign, or were written for it without any.
  List<DataFile> of(LakeKey key) {
    return files.stream().filter(file -> mayHold(file, key.campaignId())).toList();
  }

  /// Whether a file was written for that campaign alone.
  static boolean isOwn(DataFile file, LakeKey key) {
    return file.location().contains(CAMPAIGN + key.campaignId() + "/");
  }

  private boolean mayHold(DataFile file, String campaign) {
    if (file.location().contains(CAMPAIGN)) {
      return file.location().contains(CAMPAIGN + campaign + "/");
    }
    if (file.recordCount() == 0) {
      return false;
    }
    String lower = bound(file.lowerBounds());
    String upper = bound(file.upperBounds());
    return lower == null
        || upper == null
        || (lower.compareTo(campaign) <= 0 && campaign.compareTo(upper) <= 0);
  }

  private @Nullable String bound(@Nullable Map<Integer, ByteBuffer> bounds) {
    Types.NestedField field = table.schema().findField("campaign_id");
    ByteBuffer bytes = bounds == null || field == null ? null : bounds.get(field.fieldId());
    return bytes == null
        ? null
        : Conversions.<CharSequence>fromByteBuffer(Types.StringType.get(), bytes).toString();
  }
}
