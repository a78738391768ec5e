package io.perftune.verb.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.iceberg.CatalogCampaign;
import io.perftune.lake.iceberg.Compaction;
import io.perftune.lake.iceberg.IcebergLake;
import io.perftune.lake.read.Inspection.State;
import io.perftune.lake.store.StoreException;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.publish.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The lake verb on a catalog of Iceberg tables, which has no half-published campaigns.
final class CatalogLake {
  private final ObjectNode input;
  private final Destination.Tables tables;
  private final ObjectNode reply;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  CatalogLake(ObjectNode input, Destination.Tables tables, ObjectNode reply) {
    this.input = requireNonNull(input, "input is null");
    this.tables = requireNonNull(tables, "tables is null");
    this.reply = requireNonNull(reply, "reply is null");
  }

  Outcome run(Context context) throws InterruptedException {
    reply.put("lake", tables.shown());
    try (IcebergLake lake = tables.open()) {
      return switch (input.required("action").asString()) {
        case "show" -> show(lake);
        case "verify" -> verify(lake, context);
        case "compact" -> compact(lake);
        default -> list(lake);
      };
    } catch (StoreException e) {
      return new Outcome.Failed(reply, "", List.of(e.problem()));
    } catch (IOException e) {
      return new Outcome.Failed(reply, "", List.of(ReadLake.unreadable(e)));
    }
  }

  private @Nullable String wanted() {
    return Json.text(input, "campaign");
  }

  private int limit() {
    return input.required("limit").intValue();
  }

  private List<CatalogCampaign> campaigns(IcebergLake lake) throws IOException {
    String wanted = wanted();
    return lake.campaigns().stream()
        .filter(campaign -> wanted == null || campaign.key().campaignId().equals(wanted))
        .toList();
  }

  private Outcome list(IcebergLake lake) throws IOException {
    List<CatalogCampaign> campaigns = campaigns(lake).reversed();
    ArrayNode listed = reply.put("campaign_count", campaigns.size()).putArray("campaigns");
    lines.add("%s holds %d campaigns.".formatted(tables.shown(), campaigns.size()));
    for (CatalogCampaign campaign : campaigns.stream().limit(limit()).toList()) {
      listed.add(entry(campaign, State.COMMITTED));
      line(campaign, State.COMMITTED);
    }
    reply.putArray("foreign");
    return new Outcome.Done(reply, String.join("\n", lines), problems);
  }

  private void line(CatalogCampaign campaign, State state) {
    lines.add(
        "%s  %s  %s  %s"
            .formatted(
                campaign.key().dt(),
                campaign.key().campaignId(),
                state.label(),
                campaign.publishId()));
  }

  private static ObjectNode entry(CatalogCampaign campaign, State state) {
    ObjectNode entry =
        Json.object()
            .put("campaign_id", campaign.key().campaignId())
            .put("dt", campaign.key().dt().toString())
            .put("state", state.label())
            .put("publish_id", campaign.publishId());
    entry.put(
        "size_bytes", campaign.tables().stream().mapToLong(CatalogCampaign.Held::bytes).sum());
    ArrayNode held = entry.putArray("tables");
    for (CatalogCampaign.Held table : campaign.tables()) {
      held.addObject()
          .put("table", table.table())
          .put("key", table.location())
          .put("size_bytes", table.bytes())
          .put("row_count", table.rows())
          .putNull("sha256");
    }
    return entry;
  }

  private Outcome show(IcebergLake lake) throws IOException {
    String table = Objects.requireNonNullElse(Json.text(input, "table"), Tables.ATLAS);
    CatalogCampaign campaign = campaigns(lake).stream().findFirst().orElseThrow(this::noCampaign);
    List<String> chosen = ShowRows.columns(input, table);
    ArrayNode shown = Json.array();
    long[] count = new long[1];
    lake.rows(
        campaign.key(),
        table,
        (columns, values) -> {
          if (count[0]++ < limit()) {
            ObjectNode row = shown.addObject();
            for (int index = 0; index < values.length; index++) {
              row.set(
                  columns.get(index).name(),
                  ShowRows.json(columns.get(index).type(), values[index]));
            }
          }
        });
    reply.put("campaign_id", campaign.key().campaignId()).put("table", table);
    reply.put("row_count", count[0]).put("publish_id", campaign.publishId());
    reply.set("rows", input.has("columns") ? ShowRows.cut(shown, chosen) : shown);
    String head =
        "%s of %s, %d rows, publish_id %s"
            .formatted(
                table,
                campaign.key().campaignId(),
                count[0],
                campaign.publishId().substring(0, 12));
    return new Outcome.Done(reply, head + "\n" + TextTable.of(chosen, shown, count[0]), problems);
  }

  private ProblemException noCampaign() {
    return new ProblemException(
        new Problem(
            "no-campaign",
            "%s is not in %s.".formatted(wanted(), tables.shown()),
            "--campaign",
            "Name one of those that lake ls lists."));
  }

  private Outcome verify(IcebergLake lake, Context context)
      throws IOException, InterruptedException {
    List<CatalogCampaign> campaigns = campaigns(lake);
    if (wanted() != null && campaigns.isEmpty()) {
      throw noCampaign();
    }
    ArrayNode listed = reply.put("campaign_count", campaigns.size()).putArray("campaigns");
    boolean broken = false;
    for (CatalogCampaign campaign : campaigns) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled");
      }
      String id = campaign.key().campaignId();
      context.progress().report(listed.size(), campaigns.size(), "reading " + id);
      State state = lake.isWhole(campaign) ? State.COMMITTED : State.DAMAGED;
      if (state == State.DAMAGED) {
        broken = true;
        problems.add(damaged(id));
      }
      if (listed.size() < limit() || state == State.DAMAGED) {
        listed.add(entry(campaign, state));
      }
      line(campaign, state);
    }
    broken |= orphans(lake);
    lines.addFirst(
        "%s: %d campaigns read, %s."
            .formatted(
                tables.shown(),
                campaigns.size(),
                broken ? "not all are what was published" : "all are what was published"));
    String digest = String.join("\n", lines);
    return broken
        ? new Outcome.Failed(reply, digest, problems)
        : new Outcome.Done(reply, digest, problems);
  }

  /// Files that no snapshot names: no reader sees them.
  ///
  /// @return whether the caller wanted them removed and has to acknowledge that first
  private boolean orphans(IcebergLake lake) throws IOException {
    Optional<Problem> refusal =
        LakeCall.needsAcknowledgement(input) ? unacknowledged() : Optional.empty();
    refusal.ifPresent(problems::add);
    boolean remove =
        input.path("repair").asBoolean(false)
            && !input.path("dry_run").asBoolean(false)
            && refusal.isEmpty();
    ArrayNode foreign = reply.putArray("foreign");
    ArrayNode repairs = reply.putArray("repairs");
    for (var table : lake.orphans(remove).entrySet()) {
      List<Path> files = table.getValue();
      ObjectNode repair = repairs.addObject().put("campaign_id", table.getKey());
      repair.put("why", "Remove the files that no snapshot of the table names.");
      ArrayNode steps = repair.putArray("steps");
      files.forEach(file -> steps.addObject().put("act", "remove").put("key", file.toString()));
      if (!remove) {
        files.stream().limit(limit()).forEach(file -> foreign.add(file.toString()));
      }
      lines.add(
          "%s: %d files that no snapshot names%s"
              .formatted(table.getKey(), files.size(), remove ? ", removed" : ""));
    }
    return refusal.isPresent();
  }

  private static Problem damaged(String campaign) {
    return new Problem(
        "rows-differ",
        "The rows of %s are not those that were published.".formatted(campaign),
        campaign,
        "Publish it again with --if-exists overwrite.");
  }

  private Outcome compact(IcebergLake lake) throws IOException {
    Optional<Problem> refusal = unacknowledged();
    if (refusal.isPresent()) {
      return new Outcome.Refused(reply, "", List.of(refusal.get()));
    }
    ArrayNode done = reply.putArray("compacted");
    for (Compaction.Compacted table : lake.compact()) {
      done.addObject()
          .put("table", table.table())
          .put("files_before", table.before())
          .put("files_after", table.after());
      lines.add("%s: %d files, now %d".formatted(table.table(), table.before(), table.after()));
    }
    return new Outcome.Done(reply, String.join("\n", lines), problems);
  }

  private Optional<Problem> unacknowledged() {
    String field = String.valueOf(Safety.PUBLISHES_EXTERNALLY.acknowledgement());
    return input.path(field).asBoolean(false)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "not-acknowledged",
                "This changes %s, where others read, and was not acknowledged."
                    .formatted(tables.shown()),
                field,
                "Call again with --%s.".formatted(field.replace('_', '-'))));
  }
}
