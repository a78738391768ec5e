package io.perftune.verb.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.Store;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.publish.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a caller asks of a lake.
///
/// @param root of a lake in a local directory; empty where it lies elsewhere
/// @param campaign null for all of them
/// @param limit of what is listed
record LakeCall(
    ObjectNode input, Store store, Optional<Path> root, @Nullable String campaign, int limit)
    implements AutoCloseable {
  /// The flags that an action does not take.
  private static final List<String> OF_SHOW = List.of("table", "columns");

  private static final List<String> OF_VERIFY = List.of("repair", "dry_run");
  private static final List<String> OF_LIST = List.of("details");

  LakeCall {
    requireNonNull(input, "input is null");
    requireNonNull(store, "store is null");
    requireNonNull(root, "root is null");
  }

  /// Where the call looks.
  ///
  /// @throws ProblemException where the flags do not fit the action, or it names no lake
  static Destination destination(ObjectNode input, Context context) {
    List<Problem> problems = misfits(input);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return Destination.of(input, context);
  }

  /// @throws ProblemException where there is no lake
  static LakeCall of(ObjectNode input, Destination.FileTree destination) {
    Optional<Path> root =
        destination instanceof Destination.Directory directory
            ? Optional.of(directory.root())
            : Optional.empty();
    if (root.isPresent() && !Files.isDirectory(root.get())) {
      throw new ProblemException(
          new Problem(
              "no-lake",
              "There is no lake at " + root.get() + ".",
              "--lake",
              "Name one that publish_to_lake wrote, or publish a campaign first."));
    }
    return new LakeCall(
        input,
        destination.open(),
        root,
        Json.text(input, "campaign"),
        input.required("limit").intValue());
  }

  /// Whether the call changes a lake that others read.
  static boolean needsAcknowledgement(ObjectNode input) {
    boolean changes =
        input.path("repair").asBoolean(false)
            || input.required("action").asString().equals("compact");
    return changes && !input.path("dry_run").asBoolean(false) && !Destination.isLocal(input);
  }

  @Override
  public void close() {
    store.close();
  }

  boolean on(String flag) {
    return input.path(flag).asBoolean(false);
  }

  private static List<Problem> misfits(ObjectNode input) {
    String action = input.required("action").asString();
    List<Problem> problems = new ArrayList<>();
    switch (action) {
      case "show" -> {
        if (!input.has("campaign")) {
          problems.add(
              new Problem(
                  "missing",
                  "campaign is missing.",
                  "--campaign",
                  "Name one; lake ls lists them."));
        }
        misfit(input, action, OF_VERIFY, problems);
        misfit(input, action, OF_LIST, problems);
      }
      case "verify" -> {
        misfit(input, action, OF_SHOW, problems);
        misfit(input, action, OF_LIST, problems);
        if (input.path("dry_run").asBoolean(false) && !input.path("repair").asBoolean(false)) {
          problems.add(
              new Problem(
                  "misplaced-flag",
                  "--dry-run says what a repair would do, but --repair is not given.",
                  "--dry-run",
                  "Add --repair, or leave it out: without --repair nothing is touched."));
        }
      }
      default -> {
        misfit(input, action, OF_SHOW, problems);
        misfit(input, action, OF_VERIFY, problems);
      }
    }
    return problems;
  }

  private static void misfit(
      ObjectNode input, String action, List<String> flags, List<Problem> problems) {
    for (String flag : flags) {
      if (input.has(flag) && !(input.path(flag).isBoolean() && !input.path(flag).booleanValue())) {
        String option = "--" + flag.replace('_', '-');
        problems.add(
            new Problem(
                "misplaced-flag",
                "lake %s takes no %s.".formatted(action, option),
                option,
                "Leave it out."));
      }
    }
  }
}
