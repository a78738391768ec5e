package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What was really done before a point, so that it did not measure a server's first requests.
///
/// @param pauseS seconds of quiet before it; null where there was no pause, or not the same before
///   each of its trials
public record Settled(Step prewarm, Step burnIn, @Nullable Integer pauseS) {
  /// Nothing was asked for and nothing done.
  public static final Settled NOTHING = new Settled(Step.NOT_ASKED, Step.NOT_ASKED, null);

  /// The point was measured elsewhere, and nobody tells.
  public static final Settled UNTOLD = new Settled(Step.UNTOLD, Step.UNTOLD, null);

  public Settled {
    requireNonNull(prewarm, "prewarm is null");
    requireNonNull(burnIn, "burnIn is null");
  }

  /// One step.
  ///
  /// @param done false where it was not asked for; null where it failed, is not known, or cannot be
  ///   said in one word
  /// @param why it is null; empty where it is not
  public record Step(@Nullable Boolean done, String why) {
    /// Nobody asked for it.
    public static final Step NOT_ASKED = new Step(false, "");

    /// It was done to its end.
    public static final Step DONE = new Step(true, "");

    /// Nobody tells.
    static final Step UNTOLD = new Step(null, "the imported export does not say");

    public Step {
      requireNonNull(why, "why is null");
    }

    /// It was tried.
    public static Step failed(String why) {
      return new Step(null, why);
    }

    /// Whether it was done to its end.
    public boolean succeeded() {
      return Boolean.TRUE.equals(done);
    }

    private static Step union(List<Step> steps) {
      if (steps.stream().distinct().count() == 1) {
        return steps.getFirst();
      }
      return steps.stream()
          .filter(step -> step.done() == null)
          .findFirst()
          .orElse(failed("some trials had it and some had not"));
    }
  }

  /// Of a point as a whole.
  ///
  /// @param trials at least one
  public static Settled union(List<Settled> trials) {
    List<@Nullable Integer> pauses =
        new ArrayList<>(trials.stream().map(Settled::pauseS).distinct().toList());
    return new Settled(
        Step.union(steps(trials, Settled::prewarm)),
        Step.union(steps(trials, Settled::burnIn)),
        pauses.size() == 1 ? pauses.getFirst() : null);
  }

  private static List<Step> steps(List<Settled> trials, Function<Settled, Step> step) {
    return trials.stream().map(step).toList();
  }

  /// What a figure of a server in a cluster must not be quoted without; empty where both steps were
  /// done.
  String firstAfterDeploy() {
    List<String> missing = new ArrayList<>();
    if (!prewarm.succeeded()) {
      missing.add("no prewarm");
    }
    if (!burnIn.succeeded()) {
      missing.add("no burn-in");
    }
    return missing.isEmpty()
        ? ""
        : AtlasRows.FIRST_AFTER_DEPLOY + ": " + String.join(", ", missing) + ".";
  }

  /// What failed, for the notes of a row; empty where nothing did.
  String failures() {
    return String.join(
        " ",
        Stream.of(failure("Prewarm", prewarm), failure("Burn-in", burnIn))
            .filter(Objects::nonNull)
            .toList());
  }

  /// Why there is no [#pauseS].
  String whyNoPause() {
    return prewarm.equals(Step.UNTOLD) ? Step.UNTOLD.why() : "no pause was made";
  }

  private static @Nullable String failure(String name, Step step) {
    return step.done() == null && !step.equals(Step.UNTOLD)
        ? "%s: %s.".formatted(name, step.why())
        : null;
  }
}
