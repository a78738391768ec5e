package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.capture.Capture;
import io.perftune.capture.RawResults;
import io.perftune.engine.LoadEngine;
import io.perftune.engine.metrics.Scrape;
import io.perftune.plan.prompts.Dataset;
import io.perftune.plan.prompts.DatasetManifest;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.plan.prompts.PromptSource;
import io.perftune.value.EngineMetrics;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Measures one point: its prompts, the engine's run, and what that left, read back.
final class PointRunner {
  /// What a burn-in keeps.
  private static final String UNREAD = "a burn-in reads no metrics";

  private final CampaignDirectory campaign;
  private final CellDirectory cell;
  private final LoadEngine engine;
  private final Prompts prompts;
  private final CellSession.Means means;
  private final EngineScrapes scrapes;

  PointRunner(
      CampaignDirectory campaign,
      CellDirectory cell,
      LoadEngine engine,
      Prompts prompts,
      CellSession.Means means,
      EngineScrapes scrapes) {
    this.campaign = requireNonNull(campaign, "campaign is null");
    this.cell = requireNonNull(cell, "cell is null");
    this.engine = requireNonNull(engine, "engine is null");
    this.prompts = requireNonNull(prompts, "prompts is null");
    this.means = requireNonNull(means, "means is null");
    this.scrapes = requireNonNull(scrapes, "scrapes is null");
  }

  /// A measured point, and what is odd about what it left.
  record Result(Measured measured, List<Problem> problems) {
    Result {
      requireNonNull(measured, "measured is null");
      problems = List.copyOf(problems);
    }
  }

  /// Told how many requests have ended.
  @FunctionalInterface
  interface Ticker {
    void requests(int done, Duration elapsed);
  }

  /// Measures it. Each step is in the journal before the next is taken.
  Result measure(PointPlan point, Journal journal, Ticker ticker) throws InterruptedException {
    journal.add(CellHistory.started(point, prompts.rows(point)));
    Site site =
        new Site(
            cell.raw(point.concurrency(), point.trial()),
            cell.dataset(point.concurrency(), point.trial(), point.attempt()),
            cell.manifest(point.concurrency(), point.trial(), point.attempt()));
    Supplier<PromptSource> source = () -> prompts.source(point, point.load().allRequests());
    DatasetManifest manifest = writeDataset(point, site, source);
    Scrape before = scrapes.before(point.key());
    EngineRun.End end =
        run(
            point,
            site,
            listener(
                ticker, child -> journal.add(CellHistory.child(point, means.engine(), child))));
    EngineMetrics server = scrapes.after(point.key(), before);
    Result result = read(point, site, manifest, end);
    return new Result(result.measured().with(server), result.problems());
  }

  /// Runs a burn-in, which leaves nothing where a point would.
  Result burnIn(PointPlan point, Journal journal, Ticker ticker) throws InterruptedException {
    PointPlan.Load load = point.load();
    Site site = new Site(cell.burnInRaw(), cell.burnInDataset(), cell.burnInManifest());
    PromptRequest request =
        new PromptRequest(load.inputTokens(), load.allRequests(), point.prompts().seed());
    DatasetManifest manifest = writeDataset(point, site, () -> prompts.generated(request));
    EngineRun.End end =
        run(point, site, listener(ticker, child -> journal.add(SettleHistory.child(child))));
    Result result = read(point, site, manifest, end);
    journal.add(SettleHistory.burntIn());
    return result;
  }

  /// Where one run's prompts and results lie.
  private record Site(Path raw, Path dataset, Path manifest) {}

  private EngineRun.End run(PointPlan point, Site site, LoadEngine.Listener listener)
      throws InterruptedException {
    return engine.run(
        point.run(),
        new LoadEngine.Place(
            cell.commands(), site.raw(), point.prompts().dataset() == null ? null : site.dataset()),
        means.secrets(),
        means.scrub(),
        listener);
  }

  private Result read(
      PointPlan point, Site site, @Nullable DatasetManifest manifest, EngineRun.End end) {
    String datasetSha256 = manifest == null ? null : manifest.sha256();
    Path raw = site.raw();
    String path = campaign.root().relativize(raw).toString();
    Capture capture;
    try {
      capture =
          RawResults.read(
              raw,
              point.concurrency(),
              point.trial(),
              row -> tokens(manifest, row),
              means.program().builtIn());
    } catch (ProblemException e) {
      // An export that cannot be understood is a failed point and not a failed program.
      Measured.Raw left =
          new Measured.Raw(path, RawResults.sha256(raw), datasetSha256, unreadable(e, raw));
      Observed nothing = Observed.clientOnly(null, UNREAD);
      return new Result(new Measured(point, end, List.of(), null, nothing, left), e.problems());
    }
    dropStreams(raw);
    return new Result(
        new Measured(
            point,
            end,
            capture.records(),
            capture.summary(),
            Observed.clientOnly(capture.client(), UNREAD),
            new Measured.Raw(path, RawResults.sha256(raw), datasetSha256, null)),
        capture.problems());
  }

  private static int tokens(@Nullable DatasetManifest manifest, int row) {
    return requireNonNull(manifest, "no dataset was written").inputTokens().get(row);
  }

  private void dropStreams(Path raw) {
    if (means.keepStreams()) {
      return;
    }
    Path streams = raw.resolve(RawResults.STREAMS);
    try {
      Files.deleteIfExists(streams);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "cannot-delete",
              "%s could not be deleted: %s.".formatted(streams, e.getMessage()),
              streams.toString(),
              "Make the directory writable, or call without --no-keep-streams."),
          e);
    }
  }

  /// `profile_export.jsonl:3: The line is not JSON`, and how many problems more.
  private static String unreadable(ProblemException e, Path raw) {
    Problem first = e.problems().getFirst();
    String where = first.where() == null ? "" : first.where().replace(raw + "/", "") + ": ";
    int more = e.problems().size() - 1;
    return where
        + first.message().replaceFirst("\\.$", "")
        + (more == 0 ? "" : ", and %d more".formatted(more));
  }

  private static LoadEngine.Listener listener(Ticker ticker, Consumer<CellHistory.Child> started) {
    return new LoadEngine.Listener() {
      @Override
      public void started(long pid, Instant start) {
        started.accept(new CellHistory.Child(pid, start));
      }

      @Override
      public void requests(int done, int of, Duration elapsed) {
        ticker.requests(done, elapsed);
      }
    };
  }

  private static @Nullable DatasetManifest writeDataset(
      PointPlan point, Site site, Supplier<PromptSource> source) {
    if (point.prompts().dataset() == null) {
      return null;
    }
    Dataset dataset = new Dataset(source.get(), point.load().maxOutputTokens());
    List<DatasetManifest> manifest = new ArrayList<>();
    AtomicFiles.write(site.dataset(), out -> manifest.add(dataset.write(out)));
    AtomicFiles.write(site.manifest(), Json.pretty(manifest.getFirst().json()));
    return manifest.getFirst();
  }
}
