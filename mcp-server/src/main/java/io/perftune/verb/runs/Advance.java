package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How far a run has come.
///
/// @param at when it was so
/// @param since when it first said how far it is; what goes before the load counts as well, so that
///   a time left is rather too long
/// @param done of `total`; requests
/// @param message one line for a person
public record Advance(Instant at, Instant since, double done, double total, String message) {
  public Advance {
    requireNonNull(at, "at is null");
    requireNonNull(since, "since is null");
    requireNonNull(message, "message is null");
  }

  /// What is left if the rest goes as what is done; null where nothing is done yet.
  public @Nullable Duration left(Instant now) {
    if (done <= 0) {
      return null;
    }
    double each = Duration.between(since, at).toMillis() / done;
    Duration left = Duration.ofMillis(Math.round(each * Math.max(0, total - done)));
    Duration rest = left.minus(Duration.between(at, now));
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  ObjectNode json() {
    return Json.object()
        .put("at", at.toString())
        .put("since", since.toString())
        .put("done", done)
        .put("total", total)
        .put("message", message);
  }

  static Advance of(JsonNode json) {
    return new Advance(
        Instant.parse(json.required("at").asString()),
        Instant.parse(json.required("since").asString()),
        json.required("done").doubleValue(),
        json.required("total").doubleValue(),
        json.required("message").asString());
  }
}
