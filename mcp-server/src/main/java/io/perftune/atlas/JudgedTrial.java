package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One trial of a point with the judgement on it, made now or read from the journal.
///
/// @param status of this trial alone
/// @param records its counted requests
/// @param differences where the engine's own summary says otherwise than the records, or a record
///   contradicts itself
/// @param observed what was seen of client and server beside the requests
public record JudgedTrial(
    PointPlan plan,
    PointStatus status,
    List<RequestRecord> records,
    List<String> differences,
    Observed observed,
    Measured.Raw raw) {
  public JudgedTrial {
    requireNonNull(plan, "plan is null");
    requireNonNull(status, "status is null");
    records = List.copyOf(records);
    differences = List.copyOf(differences);
    requireNonNull(observed, "observed is null");
    requireNonNull(raw, "raw is null");
  }

  /// How late the client was; null where the engine does not measure that.
  @Nullable ClientHealth client() {
    return observed.client();
  }

  /// The judgement on what was measured.
  ///
  /// @param outputControls min_tokens and ignore_eos were sent
  public static JudgedTrial of(Measured measured, boolean outputControls) {
    return new JudgedTrial(
        measured.plan(),
        PointStatus.of(measured, outputControls),
        measured.records(),
        Stream.concat(
                CrossCheck.differences(measured).stream(),
                Plausibility.differences(measured.records()).stream())
            .toList(),
        measured.observed(),
        measured.raw());
  }
}
