package io.perftune.lake;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// Rows of one table that can be gone through more than once, each time in the same order, without
/// being held in memory.
@FunctionalInterface
public interface RowSource {
  /// Hands every row to the sink.
  void forEach(Sink sink) throws IOException;

  /// Takes rows one by one.
  @FunctionalInterface
  interface Sink {
    /// Takes the next row.
    ///
    /// @param row the table's columns, `publish_id` aside; valid only during the call
    /// @param where the row's place for a problem, such as `atlas.jsonl:3`
    void accept(ObjectNode row, String where) throws IOException;
  }

  /// Rows that are in memory already; row n's place is `<name>[n]`.
  static RowSource of(String name, List<ObjectNode> rows) {
    List<ObjectNode> copy = List.copyOf(rows);
    return sink -> {
      for (int index : IntStream.range(0, copy.size()).toArray()) {
        sink.accept(copy.get(index), name + "[" + index + "]");
      }
    };
  }
}
