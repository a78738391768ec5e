package io.perftune.verb.render;

import static java.util.Objects.requireNonNull;

import io.perftune.lever.Levers;
import io.perftune.report.Report;
import io.perftune.report.ReportStatus;
import io.perftune.report.content.FreeText;
import io.perftune.report.content.OmittedPage;
import io.perftune.report.content.ReportInput;
import io.perftune.report.picture.Picture;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.UtcStamp;
import io.perftune.verb.CampaignTables;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.aggregate.FreshAtlas;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Renders a campaign's report.html, report.pdf and pictures, and report_status.json beside its
/// atlas.
///
/// The report is written whatever the campaign lacks, because it says so; `strict` then makes each
/// gap a failure instead of a warning.
public final class ReportRender implements Verb {
  private static final int LEVER = 1_200;

  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public ReportRender(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "report_render";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Path target = target(input, context, directory);
    // Fonts and what draws with them take a while to load, and the rows are read meanwhile.
    Thread.ofPlatform().daemon().name("fonts").start(Picture::prepare);
    Campaign campaign = configuration.apply(directory.config());
    Context.Progress progress = context.progress();
    progress.report(0, 3, "reading the rows of " + directory.id());
    FreshAtlas atlas = atlas(directory, campaign);
    progress.report(1, 3, "making pages of %d points".formatted(atlas.rows().size()));
    ReportInput.Beside beside = beside(directory, campaign, atlas);
    Report report =
        Report.of(
            new ReportInput(
                directory.id(),
                campaign,
                atlas.rows(),
                atlas.coverage(),
                atlas.sha256(),
                words(input),
                beside));
    progress.report(2, 3, "writing report.html, report.pdf and the pictures");
    ReportFiles files = ReportFiles.write(target, report.document(), date(directory));
    AtomicFiles.write(directory.reportStatus(), Json.pretty(report.status().toJson()));
    FrontierSection frontier =
        FrontierSection.of(directory.id(), campaign, atlas.rows(), beside.levers());
    Handoff handoff = Handoff.update(directory, campaign, context, frontier);
    ObjectNode reply = reply(directory, files, report);
    reply.put("handoff", handoff.path() == null ? null : handoff.path().toString());
    boolean ungrounded = input.path("allow_ungrounded").asBoolean(false);
    List<Problem> gaps = Gaps.of(campaign, atlas.rows(), report.status(), ungrounded);
    List<Problem> said = Stream.concat(gaps.stream(), handoff.problems().stream()).toList();
    return input.path("strict").asBoolean(false) && !gaps.isEmpty()
        ? new Outcome.Failed(reply, digest(files, campaign, report), said)
        : new Outcome.Done(reply, digest(files, campaign, report), said);
  }

  private static ReportInput.Beside beside(
      CampaignDirectory directory, Campaign campaign, FreshAtlas atlas) {
    CampaignTables tables = CampaignTables.of(directory, campaign, atlas.rows());
    return new ReportInput.Beside(
        tables.roofline(),
        tables.sol(),
        tables.tpm(),
        tables.cost(),
        Levers.of(campaign, atlas.rows(), tables.roofline(), tables.sol()),
        new CellRequests(directory));
  }

  private static FreshAtlas atlas(CampaignDirectory directory, Campaign campaign) {
    try {
      return FreshAtlas.read(directory, campaign);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "cannot-read",
              "atlas.jsonl could not be read: %s.".formatted(e.getMessage()),
              directory.atlas().toString(),
              "Make it readable, then call again."),
          e);
    }
  }

  /// Where the report goes: the directory `out`, else the campaign's.
  private static Path target(ObjectNode input, Context context, CampaignDirectory directory) {
    String out = Json.text(input, "out");
    if (out == null) {
      return directory.root();
    }
    Path target = context.resolve(out);
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    if (Files.isRegularFile(target) || name.endsWith(".html") || name.endsWith(".pdf")) {
      throw new ProblemException(
          new Problem(
              "not-a-directory",
              "out is %s, which names a file.".formatted(out),
              "out",
              "Name a directory: report.html, report.pdf and pages are written into it."));
    }
    return target;
  }

  private static ReportInput.Words words(ObjectNode input) {
    return new ReportInput.Words(
        Json.text(input, "title"),
        Json.text(input, "variants_line"),
        Json.text(input, "data_source_line"));
  }

  private static ObjectNode reply(CampaignDirectory directory, ReportFiles files, Report report) {
    ObjectNode json = Json.object().put("campaign_dir", directory.root().toString());
    files.addTo(json);
    json.set("coverage", report.status().coverage().toJson());
    json.set("render_status", report.status().renderStatus());
    return json;
  }

  private static String digest(ReportFiles files, Campaign campaign, Report report) {
    ReportStatus.Pages pages = report.status().pages();
    String missing =
        pages.omitted().stream().map(OmittedPage::page).collect(Collectors.joining(", "));
    return String.join(
        "\n",
        report.status().coverage().headerLine(),
        "Wrote " + files.pdf() + " and " + files.html(),
        picture(files),
        "Pages: " + String.join(", ", pages.rendered()) + ".",
        "Missing (why, and how to get them: page completeness): " + missing + ".",
        FreeText.line(campaign.nextLeverLine(), LEVER),
        LeverDigest.text(report.status().suggestedLevers()));
  }

  private static String picture(ReportFiles files) {
    ReportFiles.DigestPicture digest = files.digest();
    return digest == null
        ? "No picture: nothing can be drawn."
        : "Picture: " + digest.file() + " (" + digest.alternative() + ")";
  }

  private static Instant date(CampaignDirectory directory) {
    return UtcStamp.in(directory.id()).orElse(Instant.EPOCH);
  }
}
