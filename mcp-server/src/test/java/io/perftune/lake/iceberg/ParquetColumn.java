package io.perftune.lake.iceberg;

import io.perftune.lake.ParquetRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.LocalInputFile;

/// One column of a data file.
final class ParquetColumn {
  private ParquetColumn() {}

  static List<String> texts(Path file, String name) throws IOException {
    List<String> texts = new ArrayList<>();
    try (ParquetRows rows = ParquetRows.open(new LocalInputFile(file))) {
      int column = rows.columns().stream().map(ParquetRows.Column::name).toList().indexOf(name);
      rows.forEach(values -> texts.add(String.valueOf(values[column])));
    }
    return texts;
  }
}
