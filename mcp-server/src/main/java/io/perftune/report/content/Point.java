package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One point of a campaign: measured, or configured and never measured.
///
/// @param cell as configured; null where the row's cell is not in the configuration
/// @param row null where nothing was measured
/// @param context what the point says of the fields that make points comparable
record Point(
    String cellId, long concurrency, @Nullable Cell cell, @Nullable Row row, Context context) {
  /// A statement that a descriptor cannot be known.
  static final String UNDISCLOSED = "undisclosed";

  /// A statement that there is nothing to describe.
  static final String NOT_APPLICABLE = "not_applicable";

  Point {
    requireNonNull(cellId, "cellId is null");
    requireNonNull(context, "context is null");
    if (cell == null && row == null) {
      throw new IllegalArgumentException("a point is configured, measured, or both");
    }
  }

  Point(String cellId, long concurrency, @Nullable Cell cell, @Nullable Row row) {
    this(cellId, concurrency, cell, row, new Context());
  }

  /// What the point says of a field of [ContextFields], by the field's place: asked for by every
  /// page, found once.
  @Nullable String describes(int field) {
    return context.of(this)[field];
  }

  /// The answers to [#describes(String)] for the fields of [ContextFields]; none before the first
  /// question.
  static final class Context {
    private volatile @Nullable String @Nullable [] said;

    private @Nullable String[] of(Point point) {
      @Nullable String[] found = said;
      if (found == null) {
        found = ContextFields.columnNames().stream().map(point::describes).toArray(String[]::new);
        said = found;
      }
      return found;
    }
  }

  /// `aa-10k c 4`.
  String name() {
    return FreeText.line(cellId, 60) + " c " + concurrency;
  }

  /// The status of the row, or `not run`.
  String status() {
    String status = row == null ? null : row.text("status");
    return status == null ? "not run" : status;
  }

  /// A figure of the row; null where it was not measured.
  @Nullable Double number(String column) {
    return row == null ? null : row.number(column);
  }

  /// Why there is no such figure.
  String whyNull(String column) {
    if (row == null) {
      return "the point was not run";
    }
    String why = row.whyNull(column);
    return why == null ? "not measured" : FreeText.line(why, 240);
  }

  /// What the point says of a column that describes it, also that it is undisclosed or not
  /// applicable; null where it says nothing, or is null.
  @Nullable String describes(String column) {
    if (row != null) {
      return described(row, column);
    }
    if (cell == null) {
      return null;
    }
    return switch (column) {
      case "aa_shape" -> cell.aa().shape().label();
      case "aa_mode" -> cell.aa().mode().label();
      case "load_engine" -> cell.aa().engine();
      default -> Json.text(cell.declared(), column);
    };
  }

  private static @Nullable String described(Row row, String column) {
    JsonNode value = row.value(column);
    if (value.isNull()) {
      String why = row.whyNull(column);
      return UNDISCLOSED.equals(why) || NOT_APPLICABLE.equals(why) ? why : null;
    }
    return value.isIntegralNumber() ? Figures.count(value.longValue()) : value.asString();
  }

  /// A full or partial point with a time to first token and a request throughput.
  boolean plotReady() {
    return (status().equals("full") || status().equals("partial"))
        && number("ttft_p50_ms") != null
        && number("request_throughput_avg") != null;
  }

  /// Whether something of it failed or is missing, so that it is never quoted as full.
  boolean partial() {
    return status().equals("partial");
  }

  /// Whether its model reasons, by what was declared or seen.
  boolean reasons() {
    String surface = describes("reasoning_surface");
    boolean seen = surface != null && !surface.equals("none_seen");
    Double tokens = number("reasoning_token_count");
    return seen || "true".equals(describes("reasoning")) || (tokens != null && tokens > 0);
  }
}
