package io.perftune.capture;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import io.perftune.value.EngineSummary;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One trial of one point as an engine left it.
///
/// @param records its profiling requests, in the order in which they ended; warm-up is left out
/// @param summary the engine's own figures; null where it wrote none
/// @param client how late the client itself was; null where the engine does not measure that
/// @param problems what is odd or missing, but leaves something to read
/// @param rawSha256 over the files that were read: the sha256 of what `sha256sum` prints for them,
///   sorted by name; empty where there is none
public record Capture(
    List<RequestRecord> records,
    @Nullable EngineSummary summary,
    @Nullable ClientHealth client,
    List<Problem> problems,
    String rawSha256) {
  public Capture {
    records = List.copyOf(records);
    problems = List.copyOf(problems);
    requireNonNull(rawSha256, "rawSha256 is null");
  }
}
