package io.perftune.lake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a publish does to each table, decided from what is there before anything is touched.
///
/// @param steps one a table, in their order; the last table is the commit
/// @param conflict the campaign is published with other content and may not be replaced
record PublishPlan(List<Step> steps, boolean conflict) {
  PublishPlan {
    steps = List.copyOf(steps);
  }

  /// How a table's file compares with what would be written.
  enum Found {
    ABSENT,
    SAME,
    DIFFERENT
  }

  /// What is done to a table's file.
  enum Step {
    CREATE,
    REPLACE,
    /// The same bytes are there already.
    KEEP,
    /// Something else is there and stays.
    LEAVE
  }

  /// Decides.
  ///
  /// Without a commit, what is there is the rest of a publish that was cut off: it is completed or
  /// replaced. With the commit in place only the caller's word lets anything be replaced.
  static PublishPlan of(List<Found> found, IfExists ifExists) {
    Found commit = found.getLast();
    boolean different = found.contains(Found.DIFFERENT);
    if (commit == Found.ABSENT || !different) {
      return new PublishPlan(replacing(found), false);
    }
    return switch (ifExists) {
      case FAIL -> new PublishPlan(leaving(found), true);
      case SKIP -> new PublishPlan(leaving(found), false);
      case OVERWRITE -> new PublishPlan(overwriting(found), false);
    };
  }

  /// Nothing needs to be touched.
  boolean idle() {
    return steps.stream().allMatch(step -> step == Step.KEEP || step == Step.LEAVE);
  }

  /// The commit is taken away first and written last.
  boolean commits() {
    return steps.getLast() == Step.CREATE || steps.getLast() == Step.REPLACE;
  }

  private static List<Step> replacing(List<Found> found) {
    return found.stream()
        .map(state ->
            switch (state) {
              case ABSENT -> Step.CREATE;
              case SAME -> Step.KEEP;
              case DIFFERENT -> Step.REPLACE;
            })
        .toList();
  }

  private static List<Step> overwriting(List<Found> found) {
    List<Step> steps = new ArrayList<>(replacing(found));
    steps.set(steps.size() - 1, Step.REPLACE);
    return steps;
  }

  private static List<Step> leaving(List<Found> found) {
    return Collections.nCopies(found.size(), Step.LEAVE);
  }
}
