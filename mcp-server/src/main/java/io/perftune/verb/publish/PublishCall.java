package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.IfExists;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Safety;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// What a caller asks of a publish.
///
/// @param strict a gap refuses the publish; otherwise it is recorded
/// @param allowUngrounded speed-of-light figures without DCGM readings are recorded, not refused
/// @param acknowledged true where the destination needs no acknowledgement
record PublishCall(
    Destination destination,
    IfExists ifExists,
    boolean strict,
    boolean allowUngrounded,
    boolean dryRun,
    boolean acknowledged) {
  PublishCall {
    requireNonNull(destination, "destination is null");
    requireNonNull(ifExists, "ifExists is null");
  }

  /// @throws io.perftune.value.ProblemException where the destination is none
  static PublishCall of(ObjectNode input, Context context) {
    String ifExists = Objects.requireNonNullElse(Json.text(input, "if_exists"), "fail");
    return new PublishCall(
        Destination.of(input, context),
        IfExists.labelled(ifExists),
        input.path("strict").asBoolean(true)
            && !input.path("no_strict").asBoolean(false)
            && !input.path("allow_incomplete").asBoolean(false),
        input.path("allow_ungrounded").asBoolean(false),
        input.path("dry_run").asBoolean(false),
        !needsAcknowledgement(input)
            || input.path(Safety.PUBLISHES_EXTERNALLY.acknowledgement()).asBoolean(false));
  }

  /// Only a local directory, and a dry run, need none.
  static boolean needsAcknowledgement(ObjectNode input) {
    return !input.path("dry_run").asBoolean(false) && !Destination.isLocal(input);
  }
}
