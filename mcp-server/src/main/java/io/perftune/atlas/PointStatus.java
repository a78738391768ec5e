package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.EngineRun;
import io.perftune.value.EngineSummary;
import io.perftune.value.Measured;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.Status;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How a point ended, judged by its records and never by an exit code alone.
///
/// @param reason why it is not full; null where it is
public record PointStatus(Status status, @Nullable String reason) {
  public PointStatus {
    requireNonNull(status, "status is null");
  }

  /// The status of what was measured.
  ///
  /// failed: the export cannot be read, no request succeeded, no visible text at all, or the client
  /// itself was the limit. partial: a request failed, was truncated, cancelled or is missing, the
  /// engine calls its run incomplete, the whole point has no answer token, or outputs are short and
  /// no usage says that they are whole. full: otherwise. An output below the floor alone changes
  /// nothing here.
  ///
  /// @param outputControls min_tokens and ignore_eos were sent
  public static PointStatus of(Measured measured, boolean outputControls) {
    String unreadable = measured.raw().unreadable();
    if (unreadable != null) {
      return new PointStatus(Status.FAILED, "the engine's export could not be read: " + unreadable);
    }
    List<RequestRecord> ok = measured.records().stream().filter(RequestRecord::ok).toList();
    if (ok.isEmpty()) {
      return new PointStatus(Status.FAILED, nothingSucceeded(measured));
    }
    if (ok.stream().noneMatch(record -> tokens(record) > 0)) {
      return new PointStatus(
          Status.FAILED, "no visible text came in any of %d responses".formatted(ok.size()));
    }
    ClientVerdict client = ClientVerdict.of(measured.client(), new Figures(ok).itl().median());
    if (client.verdict() == ClientVerdict.Verdict.SATURATED) {
      return new PointStatus(Status.FAILED, client.reason());
    }
    return Stream.of(
            losses(measured, ok.size()),
            engineSays(measured),
            noAnswers(ok),
            shortWithoutUsage(measured, ok, outputControls))
        .flatMap(Optional::stream)
        .reduce((first, second) -> first + "; " + second)
        .map(reason -> new PointStatus(Status.PARTIAL, reason))
        .orElse(new PointStatus(Status.FULL, null));
  }

  private static String nothingSucceeded(Measured measured) {
    Optional<RequestRecord> first =
        measured.records().stream()
            .filter(record -> record.ending().errorMessage() != null)
            .findFirst();
    String why =
        first
            .map(record -> ", the first with " + error(record))
            .orElseGet(() -> ended(measured.end()).map(end -> "; " + end).orElse(""));
    return "none of %d requests succeeded%s".formatted(measured.plan().load().requests(), why);
  }

  private static Optional<String> losses(Measured measured, int ok) {
    int asked = measured.plan().load().requests();
    if (ok == asked && measured.records().size() == asked) {
      return Optional.empty();
    }
    if (ok > asked) {
      return Optional.of("%d requests came back, but %d were asked for".formatted(ok, asked));
    }
    int missing = Math.max(0, asked - measured.records().size());
    String reason =
        "%d of %d requests did not succeed (%d failed, %d truncated, %d cancelled, %d missing)"
            .formatted(
                Math.max(0, asked - ok),
                asked,
                count(measured, Result.FAILED),
                count(measured, Result.TRUNCATED),
                count(measured, Result.CANCELLED),
                missing);
    Optional<String> firstError =
        measured.records().stream()
            .filter(record -> record.ending().errorMessage() != null)
            .findFirst()
            .map(PointStatus::error);
    return Optional.of(reason + firstError.map(error -> ", the first with " + error).orElse(""));
  }

  private static Optional<String> engineSays(Measured measured) {
    EngineSummary summary = measured.summary();
    if (summary == null) {
      return Optional.of("the engine left no summary")
          .map(reason -> ended(measured.end()).map(end -> reason + "; " + end).orElse(reason));
    }
    if (summary.cancelled() || !summary.complete()) {
      return Optional.of("the engine calls its run cancelled or incomplete");
    }
    return ended(measured.end());
  }

  private static Optional<String> ended(EngineRun.End end) {
    return switch (end.ended()) {
      case EXITED ->
          end.exitCode() == 0
              ? Optional.empty()
              : Optional.of("the engine exited with " + end.exitCode());
      case TIMED_OUT -> Optional.of("the engine ran past its time limit and was ended");
      case CANCELLED -> Optional.of("the run was cancelled");
      case NOT_STARTED -> Optional.of("the engine could not be started: " + end.lastLines());
    };
  }

  private static Optional<String> noAnswers(List<RequestRecord> ok) {
    boolean none = ok.stream().allMatch(record -> orZero(record.tokens().answer()) == 0);
    return none
        ? Optional.of("no request reached an answer token: all output was reasoning")
        : Optional.empty();
  }

  private static Optional<String> shortWithoutUsage(
      Measured measured, List<RequestRecord> ok, boolean outputControls) {
    int floor = measured.plan().load().floor();
    boolean usage = ok.stream().anyMatch(record -> record.server().output() != null);
    long shorter = ok.stream().filter(record -> tokens(record) < floor).count();
    return outputControls && !usage && shorter > 0
        ? Optional.of(
            "%d of %d outputs are shorter than %d tokens and no usage says that they are whole"
                .formatted(shorter, ok.size(), floor))
        : Optional.empty();
  }

  private static long count(Measured measured, Result result) {
    return measured.records().stream().filter(record -> record.ending().result() == result).count();
  }

  private static String error(RequestRecord record) {
    String code = record.ending().errorCode();
    return (code == null ? "" : code + " ") + record.ending().errorMessage();
  }

  private static int tokens(RequestRecord record) {
    Integer output = record.tokens().output();
    return output != null
        ? output
        : orZero(record.tokens().answer()) + orZero(record.tokens().reasoning());
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
