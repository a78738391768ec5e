package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page: statements, then charts, then tables.
///
/// @param id the number that readers cite (`1`, `2b`), or a word (`points`) for a page that has
///   none
/// @param context what is equal over everything on it; null where the page holds no figures
public record Page(
    String id,
    String title,
    @Nullable String context,
    List<Remark> remarks,
    List<Chart> charts,
    List<DataTable> tables) {
  public Page {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    remarks = List.copyOf(remarks);
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }
}
