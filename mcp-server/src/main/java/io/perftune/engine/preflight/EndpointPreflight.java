package io.perftune.engine.preflight;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.JdkExchange;
import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Preflight;
import io.perftune.value.Preflight.AtLeast;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks an endpoint over before any load: may we in, is the model there, does the shape fit, which
/// cap and which minimum count, and where reasoning shows.
///
/// At most four chat requests; each is sent only where the one before it was answered.
public final class EndpointPreflight {
  private final AaWorkload aa;
  private final ProbeAccess access;
  private final O200k o200k;
  private final List<Finding> findings = new ArrayList<>();

  private final @Nullable HttpExchange exchange;

  /// One that asks from this machine.
  public EndpointPreflight(AaWorkload aa, ProbeAccess access, O200k o200k) {
    this(aa, access, o200k, null);
  }

  /// @param exchange from where it is asked, and closed after; null: from this machine
  public EndpointPreflight(
      AaWorkload aa, ProbeAccess access, O200k o200k, @Nullable HttpExchange exchange) {
    this.exchange = exchange;
    this.aa = requireNonNull(aa, "aa is null");
    this.access = requireNonNull(access, "access is null");
    this.o200k = requireNonNull(o200k, "o200k is null");
  }

  /// Asks.
  ///
  /// @param inputTokens prompt tokens of the longest request of the workload
  /// @throws io.perftune.value.ProblemException where the certificates cannot be used
  public Preflight run(int inputTokens, Instant at) throws InterruptedException {
    try (ProbeHttp http = new ProbeHttp(aa, access, exchange == null ? here() : exchange)) {
      Probe probe = new Probe(aa, access, http, o200k);
      AtLeast atLeast = AtLeast.NOT_ASKED;
      MaxTokensField field = new MaxTokensField(aa, access, probe);
      ServedModels models = ServedModels.of(probe.models());
      findings.addAll(field.findings());
      if (field.usable()) {
        findings.addAll(models.findings(aa, inputTokens));
        if (refused()) {
          return result(probe, field.name(), atLeast, at);
        }
        atLeast = atLeast(probe, field.name());
        findings.addAll(Surface.findings(aa, probe.answers(), o200k));
      }
      return result(probe, field.name(), atLeast, at);
    }
  }

  private HttpExchange here() {
    Path caFile = access.caFile();
    return new JdkExchange(
        Duration.ofSeconds(aa.load().timeouts().connect()),
        caFile == null ? null : TrustedCertificates.of(caFile));
  }

  private boolean refused() {
    return findings.stream().anyMatch(finding -> finding.effect() == Effect.REFUSE);
  }

  private Preflight result(Probe probe, String field, AtLeast atLeast, Instant at) {
    return new Preflight(
        true,
        at.toString(),
        aa.endpoint().origin() + aa.endpoint().path(),
        aa.endpoint().model(),
        Surface.seen(field, atLeast, probe.answers(), o200k),
        probe.cost(),
        findings);
  }

  /// The control always, because it shows a whole answer; the probe only where the workload asks
  /// for a minimum.
  private AtLeast atLeast(Probe probe, String field) throws InterruptedException {
    Probe.Reading control =
        probe.ask(new Probe.Question(Probe.SHORT, field, Preflight.BUDGET, false));
    if (!aa.output().extraOutputControls()) {
      findings.add(
          new Finding(
              "at_least_n",
              "not_asked",
              "extra_output_controls is false: the answer length is a cap only.",
              null,
              Effect.NONE));
      return AtLeast.NOT_ASKED;
    }
    Probe.Reading forced =
        probe.ask(new Probe.Question(Probe.SHORT, field, Preflight.BUDGET, true));
    AtLeast verdict = verdict(control, forced);
    findings.add(finding(verdict, control, forced, probe));
    return verdict;
  }

  private static AtLeast verdict(Probe.Reading control, Probe.Reading forced) {
    if (!control.ok()) {
      return AtLeast.UNDETERMINED;
    }
    if (!forced.ok()) {
      return forced.rejected() ? AtLeast.REJECTED : AtLeast.UNDETERMINED;
    }
    if (!fills(forced)) {
      return AtLeast.IGNORED;
    }
    return fills(control) ? AtLeast.UNDETERMINED : AtLeast.HONOURED;
  }

  /// By the server's own count, which is what the minimum counts; without one by o200k_base, whose
  /// count of the same text may be a little smaller.
  private static boolean fills(Probe.Reading reading) {
    Integer counted = reading.counted();
    return reading.stopped()
        || (counted == null
            ? reading.tokens() >= 9 * Preflight.BUDGET / 10
            : counted >= Preflight.BUDGET);
  }

  private static Finding finding(
      AtLeast verdict, Probe.Reading control, Probe.Reading forced, Probe probe) {
    String counts =
        "with min_tokens and ignore_eos %d tokens of %d, without them %d"
            .formatted(forced.tokens(), Preflight.BUDGET, control.tokens());
    return switch (verdict) {
      case HONOURED, NOT_ASKED ->
          new Finding(
              "at_least_n",
              verdict.label(),
              "The endpoint honours a minimum: %s.".formatted(counts),
              null,
              Effect.NONE);
      case IGNORED ->
          new Finding(
              "at_least_n",
              verdict.label(),
              "The endpoint takes min_tokens and ignore_eos and does not obey them: %s; output_control is unverified."
                  .formatted(counts),
              "Quote floor_met_share with the figures; or set aa.extra_output_controls: false, and the rows say cap.",
              Effect.LABEL);
      case REJECTED ->
          new Finding(
              "at_least_n",
              verdict.label(),
              "The endpoint refuses min_tokens with ignore_eos, so every request would fail: %s."
                  .formatted(probe.words(forced)),
              "Set aa.extra_output_controls: false in a new campaign; the answer length then is a cap and the rows say so.",
              Effect.REFUSE);
      case UNDETERMINED ->
          new Finding(
              "at_least_n",
              verdict.label(),
              control.ok() && forced.ok()
                  ? "Whether a minimum is honoured cannot be told, because the model fills the budget by itself: %s."
                      .formatted(counts)
                  : "Whether a minimum is honoured cannot be told: %s."
                      .formatted(probe.words(control.ok() ? forced : control)),
              "Look at floor_met_share: it says how many answers were long enough.",
              Effect.LABEL);
    };
  }
}
