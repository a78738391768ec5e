package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chart of lines and points.
///
/// @param id unique in the document, `[a-z0-9-]`
/// @param alternative what the picture shows, for a reader who cannot see it
/// @param context what is equal over its points
/// @param remark what must be known to read it; null where nothing must
public record Chart(
    String id,
    String title,
    String alternative,
    String context,
    @Nullable String remark,
    Axis x,
    Axis y,
    List<Series> series)
    implements Figure {
  public Chart {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    requireNonNull(alternative, "alternative is null");
    requireNonNull(context, "context is null");
    requireNonNull(x, "x is null");
    requireNonNull(y, "y is null");
    series = List.copyOf(series);
  }
}
