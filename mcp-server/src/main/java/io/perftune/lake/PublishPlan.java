package io.perftune.lake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What a publish does to each table, decided from what is there before anything is touched.
///
/// @param steps one a table, in their order; the last table is the commit
/// @param commitGoesFirst the old commit is removed before anything else, so that no reader joins
///   new tables with it
/// @param conflict the campaign is published with other content and may not be replaced
record PublishPlan(List<Step> steps, boolean commitGoesFirst, boolean conflict) {
  PublishPlan {
    steps = List.copyOf(steps);
  }

  /// How a table's file compares with what would be written.
  enum Present {
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
  static PublishPlan of(List<Present> present, IfExists ifExists) {
    Present commit = present.getLast();
    boolean different = present.contains(Present.DIFFERENT);
    if (commit == Present.ABSENT || !different) {
      return new PublishPlan(replacing(present), false, false);
    }
    return switch (ifExists) {
      case FAIL -> new PublishPlan(leaving(present), false, true);
      case SKIP -> new PublishPlan(leaving(present), false, false);
      case OVERWRITE -> new PublishPlan(overwriting(present), true, false);
    };
  }

  private static List<Step> replacing(List<Present> present) {
    return present.stream()
        .map(state ->
            switch (state) {
              case ABSENT -> Step.CREATE;
              case SAME -> Step.KEEP;
              case DIFFERENT -> Step.REPLACE;
            })
        .toList();
  }

  private static List<Step> overwriting(List<Present> present) {
    List<Step> steps = new ArrayList<>(replacing(present));
    steps.set(steps.size() - 1, Step.REPLACE);
    return steps;
  }

  private static List<Step> leaving(List<Present> present) {
    return Collections.nCopies(present.size(), Step.LEAVE);
  }
}
