package io.perftune.verb.cellrun;

import io.perftune.config.EndpointUrl;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.http.JdkExchange;
import io.perftune.engine.metrics.MetricsScrape;
import io.perftune.engine.metrics.Scrape;
import io.perftune.engine.metrics.SpecWindow;
import io.perftune.engine.preflight.TrustedCertificates;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.EngineMetrics;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.value.Trial;
import io.perftune.verb.Context;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CellDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads the serving engine's metrics page right before and right after each trial, and keeps what
/// it said.
///
/// A page that cannot be read is a reason in the row and never fails a point. The endpoint's key
/// goes to a page of the endpoint's own server and to no other.
final class EngineScrapes {
  private final CellDirectory cell;
  private final AaWorkload aa;
  private final @Nullable Secret key;
  private final UnaryOperator<String> scrub;
  private final SettleLog log;
  private final @Nullable URI page;
  private final String whyNot;
  private final @Nullable HttpExchange pod;
  private final @Nullable Path caFile;

  EngineScrapes(CellCall call, CellSession.Means means, Context context) {
    this.cell = call.cellDirectory();
    this.pod = LoadSource.podExchange(call.cell(), means, context);
    this.aa = call.cell().aa();
    String ca = aa.endpoint().access().caFile();
    this.caFile = ca == null ? null : context.resolve(ca);
    this.scrub = means.scrub();
    this.log = new SettleLog(cell.scrapeLog(), context.clock(), scrub);
    this.whyNot = whyNot(call.cell());
    this.page = whyNot.isEmpty() ? page(aa) : null;
    this.key =
        page != null && EndpointUrl.sameServer(page, aa.endpoint().origin()) ? means.key() : null;
  }

  /// Empty where the page is to be read.
  private static String whyNot(Cell cell) {
    AaWorkload.Checks checks = cell.aa().checks();
    if (!checks.specScrape()) {
      return "spec_scrape: false";
    }
    return cell.endpointKind().equals("public_gateway") && checks.metricsUrl() == null
        ? "not scraped on a public gateway without metrics_url"
        : "";
  }

  private static URI page(AaWorkload aa) {
    String given = aa.checks().metricsUrl();
    return URI.create(given == null ? aa.endpoint().origin() + "/metrics" : given);
  }

  /// The page before the trial, or why it was not read.
  Scrape before(Trial trial) throws InterruptedException {
    return scrape("pre", trial, cell.metricsBefore(trial.concurrency(), trial.number()));
  }

  /// Reads the page after the trial.
  ///
  /// @return what it says against the one before
  EngineMetrics after(Trial trial, Scrape before) throws InterruptedException {
    if (page == null) {
      return EngineMetrics.none(whyNot);
    }
    Scrape after = scrape("post", trial, cell.metricsAfter(trial.concurrency(), trial.number()));
    return SpecWindow.between(before, after, aa.endpoint().model());
  }

  private Scrape scrape(String when, Trial trial, Path kept) throws InterruptedException {
    URI asked = page;
    if (asked == null) {
      return new Scrape(null, whyNot);
    }
    Scrape[] scraped = new Scrape[1];
    log.take(
        "%s %s %s".formatted(when, trial.place(), shown(asked)),
        () -> {
          scraped[0] = read(asked);
          String text = scraped[0].text();
          if (text == null) {
            return String.valueOf(scraped[0].unmeasured());
          }
          AtomicFiles.write(kept, text);
          return "%d characters in %s".formatted(text.length(), kept.getFileName());
        });
    return scraped[0];
  }

  /// The page's address for the log, with stars for its query.
  private static String shown(URI page) {
    String query = page.getRawQuery();
    return query == null ? page.toString() : page.toString().replace("?" + query, "?***");
  }

  private Scrape read(URI asked) {
    Scrape read = pod == null ? readHere(asked) : MetricsScrape.DEFAULT.read(asked, key, pod);
    String text = read.text();
    return text == null
        ? new Scrape(null, scrub.apply(String.valueOf(read.unmeasured())))
        : new Scrape(scrub.apply(text), null);
  }

  /// With the certificates that the endpoint is trusted by.
  private Scrape readHere(URI asked) {
    MetricsScrape scrape = MetricsScrape.DEFAULT;
    try (HttpExchange here =
        new JdkExchange(scrape.limit(), caFile == null ? null : TrustedCertificates.of(caFile))) {
      return scrape.read(asked, key, here);
    } catch (ProblemException e) {
      return new Scrape(null, "scrape failed: " + e.problems().getFirst().message());
    }
  }
}
