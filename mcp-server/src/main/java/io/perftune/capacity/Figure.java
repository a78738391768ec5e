package io.perftune.capacity;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Row;

/// A column that is known to hold a number.
final class Figure {
  private Figure() {}

  static double of(Row row, String column) {
    return requireNonNull(row.number(column), column);
  }
}
