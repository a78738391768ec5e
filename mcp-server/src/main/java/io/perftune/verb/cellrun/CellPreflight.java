package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.preflight.EndpointPreflight;
import io.perftune.engine.preflight.ProbeAccess;
import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Plan;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Looks a cell's endpoint over before any load, and keeps what it showed in preflight.json; holds
/// the cell's lock.
final class CellPreflight {
  private final CellCall call;
  private final CellSession.Means means;
  private final Context context;

  CellPreflight(CellCall call, CellSession.Means means, Context context) {
    this.call = requireNonNull(call, "call is null");
    this.means = requireNonNull(means, "means is null");
    this.context = requireNonNull(context, "context is null");
  }

  /// What the latest preflight of a cell saw; null where there was none.
  ///
  /// @throws ProblemException where the file is there and cannot be read
  static @Nullable Preflight stored(CellDirectory cell) {
    Path file = cell.preflight();
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return Preflight.of(Json.MAPPER.readTree(Files.readString(file)));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(
              "unreadable-preflight",
              "What the preflight saw cannot be read: %s.".formatted(e.getMessage()),
              file.toString(),
              "Delete the file and call again: the endpoint is then looked over anew."),
          e);
    }
  }

  /// Asks the endpoint, or says that the cell wants nobody to.
  ///
  /// @param open what is to be measured after it
  /// @param asked the call wants a preflight, whatever the cell says
  Preflight look(Plan open, boolean asked) throws InterruptedException {
    AaWorkload aa = call.cell().aa();
    Instant now = context.clock().instant();
    return asked || aa.checks().preflight()
        ? probed(aa, open, now)
        : Preflight.skipped(now.toString(), aa);
  }

  /// Records it.
  void keep(Preflight seen) {
    AtomicFiles.write(call.cellDirectory().preflight(), Json.pretty(seen.json()));
  }

  private Preflight probed(AaWorkload aa, Plan open, Instant now) throws InterruptedException {
    RunProgress progress = new RunProgress(open, context.progress(), call.cellDirectory());
    progress.say("preflight");
    String caFile = aa.endpoint().access().caFile();
    ProbeAccess access =
        new ProbeAccess(
            means.key(),
            means.keyName(),
            means.headerVariables(),
            caFile == null ? null : context.resolve(caFile),
            means.scrub());
    int longest =
        open.points().stream()
            .mapToInt(point -> point.load().inputTokens())
            .max()
            .orElse(aa.shape().inputTokens());
    EndpointPreflight preflight =
        new EndpointPreflight(
            aa, access, new O200k(), LoadSource.podExchange(call.cell(), means, context));
    return Ticking.USUAL.call(
        () -> preflight.run(longest, now),
        waited -> progress.say("preflight for %d s".formatted(waited.toSeconds())));
  }
}
