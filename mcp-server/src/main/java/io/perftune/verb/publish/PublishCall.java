package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.IfExists;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a caller asks of a publish.
///
/// @param lake the lake's root
/// @param strict a gap refuses the publish; otherwise it is recorded
/// @param allowUngrounded speed-of-light figures without DCGM readings are recorded, not refused
record PublishCall(
    Path lake, IfExists ifExists, boolean strict, boolean allowUngrounded, boolean dryRun) {
  private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  PublishCall {
    requireNonNull(lake, "lake is null");
    requireNonNull(ifExists, "ifExists is null");
  }

  /// @throws ProblemException where the lake is not a local directory
  static PublishCall of(ObjectNode input, Context context) {
    String ifExists = Objects.requireNonNullElse(Json.text(input, "if_exists"), "fail");
    return new PublishCall(
        lake(Json.text(input, "lake"), context),
        IfExists.labelled(ifExists),
        input.path("strict").asBoolean(true)
            && !input.path("no_strict").asBoolean(false)
            && !input.path("allow_incomplete").asBoolean(false),
        input.path("allow_ungrounded").asBoolean(false),
        input.path("dry_run").asBoolean(false));
  }

  /// Where none is given, lake/ in the repository root; a given path is taken from the caller's
  /// directory.
  private static Path lake(@Nullable String given, Context context) {
    if (given == null) {
      return context.repositoryRoot().resolve("lake");
    }
    if (ELSEWHERE.matcher(given).matches()) {
      throw new ProblemException(
          Problem.of(
                  "not-there-yet",
                  "A lake at " + given + " is not there yet.",
                  "Give --lake a local directory.")
              .at("--lake"));
    }
    return context.resolve(given);
  }
}
