package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.roofline.DecodeAtlasRows;
import io.perftune.roofline.RooflineRows;
import io.perftune.roofline.Sweep;
import io.perftune.roofline.SweepContext;
import io.perftune.roofline.SweepDocument;
import io.perftune.roofline.SweepPoint;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;

/// A sweep and all rows of it, each checked by its table.
///
/// @param context of the first decode cell and of the prefill cell
/// @param decode rows of roofline_v1
/// @param prefill rows of roofline_v1
/// @param cells that of most decode points first, the prefill cell last
record TakenSweep(
    Sweep sweep,
    SweepContext context,
    List<Row> decode,
    List<Row> prefill,
    List<ImportedCell> cells) {
  TakenSweep {
    requireNonNull(sweep, "sweep is null");
    requireNonNull(context, "context is null");
    decode = List.copyOf(decode);
    prefill = List.copyOf(prefill);
    cells = List.copyOf(cells);
  }

  /// The rows of a sweep: each pair of lengths of its decode points is a cell of its own.
  static TakenSweep of(Sweep sweep, SweepContext context) {
    List<Row> decode = new ArrayList<>();
    List<ImportedCell> cells = new ArrayList<>();
    for (List<SweepPoint> points : sweep.decodeByLengths()) {
      SweepContext own = cells.isEmpty() ? context : context.ofLengths(points.getFirst());
      List<Row> rows = valid(Tables.ROOFLINE, new RooflineRows(own).rows(points));
      List<Row> atlas = valid(Tables.ATLAS, new DecodeAtlasRows(own).rows(points, rows));
      cells.add(ImportedCell.decode(own, context.cellId(), atlas));
      decode.addAll(rows);
    }
    List<Row> prefill = valid(Tables.ROOFLINE, new RooflineRows(context).rows(sweep.prefill()));
    cells.set(0, cells.getFirst().with(SweepDocument.of(context, decode, prefill)));
    cells.add(ImportedCell.prefill(context, prefill));
    return new TakenSweep(sweep, context, decode, prefill, cells);
  }

  private static List<Row> valid(String table, List<Row> rows) {
    Schema schema = Tables.schema(table);
    for (Row row : rows) {
      List<Problem> broken = Tables.problems(schema, row, table);
      if (!broken.isEmpty()) {
        throw new ProblemException(broken);
      }
    }
    return rows;
  }
}
