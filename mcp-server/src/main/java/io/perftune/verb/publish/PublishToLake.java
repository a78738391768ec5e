package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.CampaignRow;
import io.perftune.lake.Evidence;
import io.perftune.lake.Lake;
import io.perftune.lake.LakeKey;
import io.perftune.lake.Landed;
import io.perftune.lake.Publication;
import io.perftune.lake.PublishTarget;
import io.perftune.lake.RowSource;
import io.perftune.lake.StrictGate;
import io.perftune.lake.TableRows;
import io.perftune.lake.store.StoreException;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.verb.CampaignTables;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// Publishes a campaign's tables to the lake, all or nothing.
///
/// Strict by default: a campaign that is incomplete, or whose rows lack their context, is refused
/// with every gap and its remedy. `--no-strict` publishes it with each gap in campaign_v1.
public final class PublishToLake implements Verb {
  private static final Duration TELLING = Duration.ofSeconds(2);

  private final Function<Path, Campaign> configuration;

  /// @param configuration reads a campaign's frozen config.yaml
  public PublishToLake(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "publish_to_lake";
  }

  @Override
  public Safety safety() {
    return Safety.PUBLISHES_EXTERNALLY;
  }

  @Override
  public boolean needsAcknowledgement(ObjectNode input) {
    return PublishCall.needsAcknowledgement(input);
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    PublishCall call = PublishCall.of(input, context);
    CampaignDirectory directory = Places.campaign(input, context);
    LakeKey key = LakeKey.of(directory.id());
    try {
      Campaign campaign = configuration.apply(directory.config());
      context.progress().report(0, 1, "checking " + directory.id() + " by the strict gate");
      Evidence read = CampaignEvidence.read(directory, campaign);
      RequestRows requests = new RequestRows(directory, read.rows());
      Evidence evidence = OwnWords.withheld(read, requests);
      CampaignTables tables = CampaignTables.of(directory, campaign, evidence.rows());
      RowSource told = new ToldRows(requests, requests.expected(), context.progress(), TELLING);
      TableRows checked = new TableRows(Tables.table(Tables.REQUESTS), told).checked();
      List<Problem> gaps = new ArrayList<>(StrictGate.problems(evidence));
      gaps.addAll(requests.gaps());
      List<Problem> refused = gaps.stream().filter(gap -> !passes(gap, call)).toList();
      if (!refused.isEmpty() && !call.dryRun()) {
        return new Outcome.Refused(reply(directory, call), "", verdict(refused));
      }
      Publication publication =
          Publication.of(
              key,
              List.of(
                  new TableRows(Tables.table(Tables.ATLAS), rows("atlas.jsonl", evidence.rows())),
                  checked,
                  new TableRows(Tables.table(Tables.SOL), rows("sol_v1", tables.sol())),
                  new TableRows(
                      Tables.table(Tables.ROOFLINE), rows("roofline_v1", tables.roofline())),
                  new TableRows(Tables.table(Tables.TPM), rows("tpm_v1", tables.tpm())),
                  new TableRows(Tables.table(Tables.COST), rows("cost_v1", tables.cost())),
                  new TableRows(
                      Tables.table(Tables.CAMPAIGN),
                      RowSource.of("campaign_v1", List.of(campaign(evidence, gaps, input))))));
      if (call.dryRun()) {
        return preview(publication, call, directory, refused, gaps);
      }
      return call.acknowledged()
          ? publish(publication, call, directory, gaps, context)
          : unacknowledged(publication, call, directory);
    } catch (StoreException e) {
      return new Outcome.Failed(reply(directory, call), "", List.of(e.problem()));
    } catch (IOException e) {
      return failed(reply(directory, call), e);
    }
  }

  /// Names a person only where the caller does.
  private static ObjectNode campaign(Evidence evidence, List<Problem> gaps, ObjectNode input) {
    return CampaignRow.of(evidence, gaps).put("publisher_operator", Json.text(input, "publisher"));
  }

  /// A gap that the call lets pass; it is recorded.
  private static boolean passes(Problem gap, PublishCall call) {
    return !call.strict() || (call.allowUngrounded() && gap.code().equals(StrictGate.UNGROUNDED));
  }

  private static RowSource rows(String name, List<Row> rows) {
    return RowSource.of(name, rows.stream().map(Row::columns).toList());
  }

  private static Outcome publish(
      Publication publication,
      PublishCall call,
      CampaignDirectory directory,
      List<Problem> gaps,
      Context context)
      throws IOException {
    List<Landed> landed;
    try (PublishTarget target = call.destination().target()) {
      landed = target.publish(publication, call.ifExists());
    }
    ObjectNode reply = reply(directory, call).put("publish_id", publication.publishId());
    reply.set("tables", Receipt.tables(landed));
    if (context.approval() == Context.Approval.ELICITATION) {
      reply.put("approved_by", "elicitation");
    }
    if (landed.stream().noneMatch(table -> table.outcome().equals("skipped"))) {
      Receipt.write(
          directory, call.destination().distinct(), reply, gaps, context.clock().instant());
    }
    return new Outcome.Done(reply, digest("", landed, reply), gaps);
  }

  private static Outcome preview(
      Publication publication,
      PublishCall call,
      CampaignDirectory directory,
      List<Problem> refused,
      List<Problem> gaps)
      throws IOException {
    List<Landed> landed;
    try (PublishTarget target = call.destination().target()) {
      landed = target.preview(publication, call.ifExists());
    }
    ObjectNode reply = reply(directory, call).put("publish_id", publication.publishId());
    reply.set("tables", Receipt.tables(landed));
    String digest = digest("Dry run, nothing was written.\n", landed, reply);
    List<Problem> problems = new ArrayList<>(verdict(refused));
    if (landed.stream().anyMatch(table -> table.outcome().equals("would_refuse"))) {
      problems.add(Lake.alreadyPublished(directory.id()));
    }
    return problems.isEmpty()
        ? new Outcome.Done(reply, digest, gaps)
        : new Outcome.Refused(reply, digest, problems);
  }

  /// What would be written; the destination is not looked at.
  private static Outcome unacknowledged(
      Publication publication, PublishCall call, CampaignDirectory directory) throws IOException {
    List<Landed> landed = Lake.outline(publication);
    ObjectNode reply = reply(directory, call).put("publish_id", publication.publishId());
    reply.set("tables", Receipt.tables(landed));
    String field = String.valueOf(Safety.PUBLISHES_EXTERNALLY.acknowledgement());
    Problem problem =
        new Problem(
            "not-acknowledged",
            "publish_to_lake writes to %s, where others read, and was not acknowledged."
                .formatted(call.destination().shown()),
            field,
            "Look at the tables, then call again with %s: true (on the command line --%s), or with dry_run."
                .formatted(field, field.replace('_', '-')));
    return new Outcome.Refused(
        reply, digest("Nothing was written.\n", landed, reply), List.of(problem));
  }

  private static ObjectNode reply(CampaignDirectory directory, PublishCall call) {
    return Json.object()
        .put("campaign_id", directory.id())
        .put("destination", call.destination().shown())
        .put("strict", call.strict());
  }

  /// The gaps, and last the way round them; nothing where there are none.
  private static List<Problem> verdict(List<Problem> gaps) {
    if (gaps.isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>(gaps);
    problems.add(
        Problem.of(
            "strict-gate",
            "The strict gate refuses the campaign for %d gaps.".formatted(gaps.size()),
            "Close them, or publish with --no-strict, which records each of them in campaign_v1."));
    return problems;
  }

  private static Outcome failed(ObjectNode reply, IOException cause) {
    Problem problem =
        Problem.of(
            "lake-unwritable",
            "The publish broke off: " + cause + ".",
            "Remove the cause and publish again: what is complete is kept, nothing is doubled.");
    return new Outcome.Failed(reply, "", List.of(problem));
  }

  private static String digest(String before, List<Landed> landed, ObjectNode reply) {
    return before
        + landed.stream()
            .map(table ->
                "%s: %d rows, %d bytes, %s, %s%n"
                    .formatted(
                        table.table(), table.rows(), table.bytes(), table.outcome(), table.key())
                    .replace("\r\n", "\n"))
            .collect(Collectors.joining())
        + "publish_id %s in %s\n"
            .formatted(
                reply.required("publish_id").asString(), reply.required("destination").asString());
  }
}
