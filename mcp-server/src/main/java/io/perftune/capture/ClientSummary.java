package io.perftune.capture;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// client.json, which the built-in client writes last: its marker that the run is complete, with
/// what it saw of its own lateness.
///
/// @param engine without figures: the client parses nothing, so it has none of its own
/// @param health null where the client left none
record ClientSummary(EngineSummary engine, @Nullable ClientHealth health) {
  static final String FILE = "client.json";

  ClientSummary {
    requireNonNull(engine, "engine is null");
  }

  /// Reads it; null where it is not there: the run is incomplete.
  ///
  /// @throws ProblemException where it is something else
  static @Nullable ClientSummary read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
      boolean cancelled = Boolean.TRUE.equals(Json.bool(json, "cancelled"));
      String version = json.required("version").asString();
      return new ClientSummary(
          new EngineSummary(version, Collections.emptySortedMap(), null, cancelled, !cancelled),
          json.hasNonNull("health") ? ClientHealth.of(json.required("health")) : null);
    } catch (JacksonException e) {
      throw broken(file, e.getOriginalMessage(), e);
    } catch (IOException | NullPointerException | IllegalArgumentException e) {
      throw broken(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ProblemException broken(Path file, String why, Exception e) {
    return new ProblemException(
        new Problem(
            "not-a-summary",
            "The client's summary cannot be read: %s.".formatted(why),
            file.toString(),
            "Measure the point again."),
        e);
  }
}
