package io.perftune.value;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Something that is wrong, as a value: what, where, and what to do about it.
///
/// @param code stable, kebab-case, for machines: `unknown-key`
/// @param message one sentence that names the offending thing and its value
/// @param where file:line:column, an argument's name, a cell or a point; null where nothing
///   narrower than the whole input is meant
/// @param remedy one sentence that says what to do
public record Problem(String code, String message, @Nullable String where, String remedy) {
  public Problem {
    requireNonNull(code, "code is null");
    requireNonNull(message, "message is null");
    requireNonNull(remedy, "remedy is null");
  }

  /// A problem of the whole input.
  public static Problem of(String code, String message, String remedy) {
    return new Problem(code, message, null, remedy);
  }

  /// The same problem, placed.
  public Problem at(String place) {
    return new Problem(code, message, place, remedy);
  }

  /// One line for a reader: `where: message What to do.`
  public String line() {
    return (where == null ? "" : where + ": ") + message + " " + remedy;
  }
}
