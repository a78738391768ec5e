package io.perftune.verb.doctor;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One thing that was looked for.
///
/// @param found what and where, with its version; null where it is missing
/// @param howToFix how to get it, or what it is for; null where nothing is to be done
record Check(String name, State state, @Nullable String found, @Nullable String howToFix) {
  Check {
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
  }

  /// Whether it is here.
  enum State {
    OK,
    /// Missing, but only some uses need it.
    OPTIONAL,
    /// Missing, and no cell can be measured without it.
    MISSING;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check ok(String name, String found) {
    return new Check(name, State.OK, found, null);
  }

  static Check optional(String name, String howToFix) {
    return new Check(name, State.OPTIONAL, null, howToFix);
  }

  static Check missing(String name, @Nullable String found, String howToFix) {
    return new Check(name, State.MISSING, found, howToFix);
  }

  ObjectNode json() {
    return Json.object()
        .put("name", name)
        .put("status", state.label())
        .put("found", found)
        .put("how_to_fix", howToFix);
  }

  /// What keeps a cell from being measured; empty where this does not.
  Optional<Problem> problem() {
    return state == State.MISSING
        ? Optional.of(
            new Problem(
                "not-ready",
                "%s: %s.".formatted(name, found == null ? "not found" : found),
                name,
                String.valueOf(howToFix)))
        : Optional.empty();
  }

  /// One line for a reader.
  String line() {
    String what = found == null ? "not found" : found;
    return "%-9s %-14s %s%s"
        .formatted(state.label(), name, what, howToFix == null ? "" : ". " + howToFix);
  }
}
