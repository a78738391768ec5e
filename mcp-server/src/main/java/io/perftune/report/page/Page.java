package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page: statements, then figures, then tables.
///
/// @param id the number that readers cite (`1`, `2b`), or a word (`points`) for a page that has
///   none
/// @param context what is equal over everything on it; null where the page holds no figures
public record Page(
    String id,
    String title,
    @Nullable String context,
    List<Remark> remarks,
    List<? extends Figure> figures,
    List<DataTable> tables) {
  public Page {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    remarks = List.copyOf(remarks);
    figures = List.copyOf(figures);
    tables = List.copyOf(tables);
  }

  /// The figures that are charts of lines and points.
  public List<Chart> charts() {
    return figures.stream().filter(Chart.class::isInstance).map(Chart.class::cast).toList();
  }
}
