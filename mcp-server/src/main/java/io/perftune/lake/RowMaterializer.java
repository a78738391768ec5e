package io.perftune.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.jspecify.annotations.Nullable;

/// Puts a Parquet record together as one array of values, each row a new one.
final class RowMaterializer extends RecordMaterializer<@Nullable Object[]> {
  private final Root root;
  private @Nullable Object[] values;

  RowMaterializer(int columns) {
    this.values = new @Nullable Object[columns];
    this.root = new Root(columns);
  }

  @Override
  public @Nullable Object[] getCurrentRecord() {
    return values;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private final class Root extends GroupConverter {
    private final List<Converter> cells = new ArrayList<>();

    Root(int columns) {
      for (int column = 0; column < columns; column++) {
        cells.add(new Cell(column));
      }
    }

    @Override
    public Converter getConverter(int index) {
      return cells.get(index);
    }

    @Override
    public void start() {
      values = new @Nullable Object[cells.size()];
    }

    @Override
    public void end() {}
  }

  private final class Cell extends PrimitiveConverter {
    private final int column;

    Cell(int column) {
      this.column = column;
    }

    @Override
    public void addBinary(Binary value) {
      values[column] = value.toStringUsingUTF8();
    }

    @Override
    public void addLong(long value) {
      values[column] = value;
    }

    @Override
    public void addDouble(double value) {
      values[column] = value;
    }

    @Override
    public void addBoolean(boolean value) {
      values[column] = value;
    }
  }
}
