package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the client was the limit of a point, judged by its own lateness.
///
/// The limits come from runs on a quiet processor, beside busy neighbours, and with more events
/// than one event loop takes, each set against the stamps of the sending side: up to 1 ms at the
/// 99th percentile the stamps hold to about a millisecond, from 5 ms on they say more of the client
/// than of the endpoint.
///
/// @param reason what was measured and what to do; null where the verdict is ok or unmeasured
/// @param hostStall said where the whole machine stood still for a moment; null where it did not
record ClientVerdict(Verdict verdict, @Nullable String reason, @Nullable String hostStall) {
  private static final double OK_MS = 1;
  private static final double NOISY_MS = 5;
  private static final double MOST_RUN = 0.6;
  private static final double MOST_WAIT = 0.1;
  private static final double HOST_STALL_MS = 20;

  /// The most of a point's median itl that the error bar may be.
  private static final double SHARE_OF_ITL = 0.2;

  private static final String REMEDY =
      "lower the concurrency of one client, give it idle or more cores, or run it on another machine";

  /// From good to worthless.
  enum Verdict {
    UNMEASURED,
    OK,
    NOISY,
    SATURATED;

    /// The word in rows.
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ClientVerdict {
    requireNonNull(verdict, "verdict is null");
  }

  /// The verdict on one trial.
  ///
  /// @param client null where the engine does not measure itself
  /// @param itlP50Ms the point's median itl; null where it has none. 0, where the tokens of an
  ///   answer come all at once, as through a proxy that buffers, says nothing of the client
  static ClientVerdict of(@Nullable ClientHealth client, @Nullable Double itlP50Ms) {
    if (client == null) {
      return new ClientVerdict(Verdict.UNMEASURED, null, null);
    }
    String stall =
        client.probeMaxMs() > HOST_STALL_MS
            ? String.format(
                Locale.ROOT, "The client's machine stood still for %.0f ms.", client.probeMaxMs())
            : null;
    double p99 = client.probeP99Ms();
    if (p99 > NOISY_MS) {
      return saturated(
          String.format(Locale.ROOT, "its event loop was %.1f ms late at the 99th percentile", p99),
          stall);
    }
    if (itlP50Ms != null && itlP50Ms > 0 && p99 > SHARE_OF_ITL * itlP50Ms) {
      return saturated(
          String.format(
              Locale.ROOT,
              "its event loop was %.2f ms late at the 99th percentile, more than a fifth of the median itl of %.2f ms",
              p99,
              itlP50Ms),
          stall);
    }
    List<String> noise = noise(client);
    return noise.isEmpty()
        ? new ClientVerdict(Verdict.OK, null, stall)
        : new ClientVerdict(
            Verdict.NOISY, "the client was noisy: " + String.join(", ", noise), stall);
  }

  /// The verdict on a point of several trials: the worst of theirs, and the longest stall.
  static ClientVerdict of(List<ClientHealth> clients, @Nullable Double itlP50Ms) {
    ClientVerdict worst = of(worst(clients, itlP50Ms).orElse(null), itlP50Ms);
    String stall =
        clients.stream()
            .max(Comparator.comparingDouble(ClientHealth::probeMaxMs))
            .map(client -> of(client, itlP50Ms).hostStall())
            .orElse(null);
    return new ClientVerdict(worst.verdict(), worst.reason(), stall);
  }

  /// The worst of several trials: of equal verdicts the one that was later at the 99th percentile.
  static Optional<ClientHealth> worst(List<ClientHealth> clients, @Nullable Double itlP50Ms) {
    return clients.stream().reduce((a, b) -> worse(a, b, itlP50Ms) ? a : b);
  }

  private static boolean worse(ClientHealth a, ClientHealth b, @Nullable Double itlP50Ms) {
    int verdicts = of(a, itlP50Ms).verdict().compareTo(of(b, itlP50Ms).verdict());
    return verdicts > 0 || (verdicts == 0 && a.probeP99Ms() >= b.probeP99Ms());
  }

  private static ClientVerdict saturated(String what, @Nullable String stall) {
    return new ClientVerdict(
        Verdict.SATURATED, "the client was saturated: " + what + "; " + REMEDY, stall);
  }

  private static List<String> noise(ClientHealth client) {
    List<String> noise = new ArrayList<>();
    Double run = client.runShare();
    Double wait = client.waitShare();
    if (client.probeP99Ms() > OK_MS) {
      noise.add(
          String.format(
              Locale.ROOT,
              "its event loop was %.1f ms late at the 99th percentile",
              client.probeP99Ms()));
    }
    if (run != null && run > MOST_RUN) {
      noise.add(String.format(Locale.ROOT, "its event loop ran %.0f %% of the time", 100 * run));
    }
    if (wait != null && wait > MOST_WAIT) {
      noise.add(
          String.format(
              Locale.ROOT,
              "its event loop waited for a processor %.0f %% of the time",
              100 * wait));
    }
    return noise;
  }
}
