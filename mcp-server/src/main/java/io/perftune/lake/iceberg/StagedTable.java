package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.ParquetRows;
import io.perftune.lake.ParquetTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;

/// A finished file on this machine that becomes a data file of a table.
///
/// @param name below the table's data, of a form that only this content, in the place of what it
///   replaces, ever has
/// @param partition as a path, such as `dt=2026-01-15`
record StagedTable(Path file, ParquetTable.Written written, String partition, String name) {
  StagedTable {
    requireNonNull(file, "file is null");
    requireNonNull(written, "written is null");
    requireNonNull(partition, "partition is null");
    requireNonNull(name, "name is null");
  }

  /// The file's place below the table's data.
  String key() {
    return partition + "/" + name;
  }

  /// Brings it to its place, where nothing else can be than the same bytes, and describes it.
  DataFile land(PendingTable table) throws IOException {
    String location = table.locationProvider().newDataLocation(key());
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = table.io().newOutputFile(location).createOrOverwrite()) {
      in.transferTo(out);
    }
    try (ParquetRows rows = ParquetRows.open(new LocalInputFile(file))) {
      return DataFiles.builder(table.current().spec())
          .withPath(location)
          .withFormat(FileFormat.PARQUET)
          .withPartitionPath(partition)
          .withFileSizeInBytes(written.bytes())
          .withMetrics(FooterMetrics.of(rows.footing(), table.current().schema()))
          .withSplitOffsets(
              rows.footing().getBlocks().stream().map(BlockMetaData::getStartingPos).toList())
          .build();
    }
  }
}
