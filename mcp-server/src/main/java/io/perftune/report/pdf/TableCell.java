package io.perftune.report.pdf;

import static java.util.Objects.requireNonNull;

import java.awt.Color;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One cell in lines that fit its column.
///
/// @param small its second, smaller text
/// @param ground behind it; null where the paper shows
record TableCell(
    List<String> lines,
    List<String> small,
    boolean bold,
    Color ink,
    Color smallInk,
    @Nullable Color ground) {
  TableCell {
    lines = List.copyOf(lines);
    small = List.copyOf(small);
    requireNonNull(ink, "ink is null");
    requireNonNull(smallInk, "smallInk is null");
  }
}
