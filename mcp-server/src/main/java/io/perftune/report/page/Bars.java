package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Horizontal bars, one row a label: a share or an amount of each, by part where it has parts.
///
/// @param id unique in the document, `[a-z0-9-]`
/// @param parts names of the parts, in the order in which bars stack them; one name where bars are
///   whole
/// @param bars from the top
public record Bars(
    String id,
    String title,
    String alternative,
    String context,
    @Nullable String remark,
    Axis value,
    List<Part> parts,
    List<Bar> bars)
    implements Figure {
  public Bars {
    requireNonNull(id, "id is null");
    requireNonNull(title, "title is null");
    requireNonNull(alternative, "alternative is null");
    requireNonNull(context, "context is null");
    requireNonNull(value, "value is null");
    parts = List.copyOf(parts);
    bars = List.copyOf(bars);
    int known = parts.size();
    if (bars.stream().flatMap(bar -> bar.pieces().stream()).anyMatch(p -> p.part() >= known)) {
      throw new IllegalArgumentException("a bar of '" + title + "' has a part without a name");
    }
  }

  /// A kind of piece, with its colour.
  ///
  /// @param colour which of the palette, counted from 0; [Series#GREY] for one that recedes
  public record Part(String name, int colour) {
    public Part {
      requireNonNull(name, "name is null");
    }
  }

  /// One row.
  public record Bar(String label, List<Piece> pieces) {
    public Bar {
      requireNonNull(label, "label is null");
      pieces = List.copyOf(pieces);
    }
  }

  /// A piece of a bar; pieces of one bar stand one after the other.
  ///
  /// @param part its index in `parts`
  /// @param length on the value axis
  /// @param tip what a reader sees who points at it, line by line
  public record Piece(int part, double length, List<String> tip) {
    public Piece {
      tip = List.copyOf(tip);
    }
  }
}
