package io.perftune.lake;

import io.perftune.value.Row;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a descriptor of a row is stated.
///
/// `undisclosed` is a statement where the endpoint is a public gateway, and so is the hardware of a
/// simulator; `not_applicable` is one where the server is a simulator. A column that cannot hold
/// the word is null and gives it as the reason.
final class Statement {
  private static final String UNDISCLOSED = "undisclosed";
  private static final String NOT_APPLICABLE = "not_applicable";

  private Statement() {}

  /// Why the column does not count as stated; empty where it does.
  static Optional<String> gap(Row row, String column) {
    boolean absent = row.value(column).isNull();
    String said = absent ? row.whyNull(column) : row.text(column);
    if (begins(said, UNDISCLOSED)) {
      return gateway(row) || (column.equals("hardware") && simulator(row))
          ? Optional.empty()
          : Optional.of("is undisclosed, which only a public gateway may be");
    }
    if (begins(said, NOT_APPLICABLE)) {
      return simulator(row)
          ? Optional.empty()
          : Optional.of("is not_applicable, which only a simulator may be");
    }
    if (absent) {
      return Optional.of("is null (" + said + ")");
    }
    return meaningless(said) ? Optional.of("is \"" + said + "\"") : Optional.empty();
  }

  /// What the operator can do about a gap in that column.
  static String remedy(Row row, String column) {
    String declare = "Declare %s in the cell of a new campaign".formatted(column);
    if (gateway(row)) {
      return declare + ", or say undisclosed where the gateway hides it.";
    }
    return simulator(row) ? declare + ", or say not_applicable." : declare + ".";
  }

  static boolean gateway(Row row) {
    return "public_gateway".equals(row.text("endpoint_kind"));
  }

  static boolean simulator(Row row) {
    return "simulator".equals(row.text("serving_engine"));
  }

  private static boolean begins(@Nullable String said, String word) {
    return said != null && said.startsWith(word);
  }

  private static boolean meaningless(@Nullable String said) {
    return said == null || said.isBlank() || said.toLowerCase(Locale.ROOT).equals("unknown");
  }
}
