package io.perftune.verb.cellrun;

import tools.jackson.databind.node.ObjectNode;

/// What one call of cell_run asks to be done, its cell apart.
///
/// @param acknowledged the caller knows that this sends load
/// @param preflightOnly the endpoint is looked over and gets no load
/// @param fresh complete points are measured again
/// @param detach the run becomes a process of its own
/// @param keepStreams the received bytes stay when a point is measured
record Wish(
    boolean dryRun,
    boolean acknowledged,
    boolean preflightOnly,
    boolean fresh,
    boolean detach,
    boolean keepStreams) {
  static final String DETACH = "detach";
  static final String PREFLIGHT_ONLY = "preflight_only";
  static final String ACKNOWLEDGEMENT = "i_understand_this_submits_jobs";

  static Wish of(ObjectNode input) {
    boolean dropped = input.path("no_keep_streams").asBoolean(false);
    return new Wish(
        input.path("dry_run").asBoolean(false),
        input.path(ACKNOWLEDGEMENT).asBoolean(false),
        input.path(PREFLIGHT_ONLY).asBoolean(false),
        input.path("fresh").asBoolean(false),
        input.path(DETACH).asBoolean(false),
        input.path("keep_streams").asBoolean(true) && !dropped);
  }

  /// The plan is shown and nothing done.
  boolean planOnly() {
    return dryRun || !acknowledged;
  }
}
