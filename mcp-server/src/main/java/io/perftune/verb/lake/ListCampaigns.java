package io.perftune.verb.lake;

import io.perftune.config.Tables;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.read.Catalog;
import io.perftune.lake.read.Inspection.State;
import io.perftune.lake.read.LakeCampaign;
import io.perftune.lake.read.TableFiles;
import io.perftune.lake.read.Together;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// lake ls: the campaigns of a lake, the newest first, by the names of their files and the first
/// bytes of campaign_v1; with --details also what their footers and their row of campaign_v1 say.
final class ListCampaigns {
  private ListCampaigns() {}

  static Outcome run(LakeCall call, ObjectNode reply) throws IOException, InterruptedException {
    Catalog catalog = Catalog.of(call.store());
    List<LakeCampaign> campaigns =
        catalog.campaigns().stream()
            .filter(campaign -> call.campaign() == null || campaign.id().equals(call.campaign()))
            .sorted(newestFirst())
            .toList();
    reply.put("campaign_count", campaigns.size());
    List<Problem> problems = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    ArrayNode listed = reply.putArray("campaigns");
    List<LakeCampaign> first = campaigns.subList(0, Math.min(call.limit(), campaigns.size()));
    List<Boolean> committed = committed(call, first);
    for (int index = 0; index < first.size(); index++) {
      LakeCampaign campaign = first.get(index);
      State state = committed.get(index) ? State.COMMITTED : State.HALF_PUBLISHED;
      ObjectNode entry = entry(campaign, state);
      if (call.on("details") && state == State.COMMITTED) {
        detail(call, campaign, entry, problems);
      }
      listed.add(entry);
      lines.add(line(entry));
    }
    problems.addAll(warnings(catalog, committed.stream().filter(whole -> !whole).count()));
    reply.set("foreign", Json.strings(catalog.foreign().stream().limit(call.limit()).toList()));
    return new Outcome.Done(reply, digest(call, campaigns.size(), lines), problems);
  }

  private static List<Boolean> committed(LakeCall call, List<LakeCampaign> campaigns)
      throws IOException, InterruptedException {
    TableFiles files = new TableFiles(call.store());
    return Together.of(
        campaigns.stream()
            .<Callable<Boolean>>map(campaign -> () -> files.committed(campaign))
            .toList());
  }

  private static Comparator<LakeCampaign> newestFirst() {
    return Comparator.comparing((LakeCampaign campaign) -> campaign.key().dt())
        .thenComparing(LakeCampaign::id)
        .reversed();
  }

  /// A campaign as replies list it; what only reading can tell is null.
  static ObjectNode entry(LakeCampaign campaign, State state) {
    ObjectNode entry =
        Json.object()
            .put("campaign_id", campaign.id())
            .put("dt", campaign.key().dt().toString())
            .put("state", state.label())
            .putNull("publish_id")
            .put("size_bytes", campaign.bytes());
    ArrayNode tables = entry.putArray("tables");
    for (String table : campaign.tables()) {
      tables
          .addObject()
          .put("table", table)
          .put("key", campaign.key().file(table))
          .put("size_bytes", campaign.file(table).orElseThrow().bytes())
          .putNull("row_count")
          .putNull("sha256");
    }
    return entry;
  }

  private static void detail(
      LakeCall call, LakeCampaign campaign, ObjectNode entry, List<Problem> problems) {
    TableFiles files = new TableFiles(call.store());
    for (var table : entry.withArray("tables")) {
      String name = table.required("table").asString();
      try {
        files.read(
            campaign.file(name).orElseThrow(),
            (rows, _) -> {
              ((ObjectNode) table).put("row_count", rows.count());
              if (name.equals(Tables.CAMPAIGN)) {
                bind(rows, entry);
              }
              return rows.count();
            });
      } catch (IOException e) {
        problems.add(
            new Problem(
                "unreadable-table",
                "%s cannot be read: %s.".formatted(name, e.getMessage()),
                table.required("key").asString(),
                "Run lake verify --campaign " + campaign.id() + "."));
      }
    }
  }

  private static void bind(ParquetRows rows, ObjectNode entry) throws IOException {
    List<String> names = rows.columns().stream().map(ParquetRows.Column::name).toList();
    int publishId = names.indexOf("publish_id");
    if (publishId < 0) {
      entry.put("state", State.FOREIGN.label());
    } else {
      rows.forEach(values -> entry.put("publish_id", String.valueOf(values[publishId])));
    }
  }

  private static List<Problem> warnings(Catalog catalog, long half) {
    List<Problem> problems = new ArrayList<>();
    if (half > 0) {
      problems.add(
          Problem.of(
              "half-published",
              "Listed campaigns that are being published or were cut off: " + half + ".",
              "Publish them again, or run lake verify --repair."));
    }
    if (!catalog.foreign().isEmpty()) {
      problems.add(
          new Problem(
              "foreign-files",
              "Files that no publish writes: " + catalog.foreign().size() + ".",
              catalog.foreign().getFirst(),
              "Move them out of the lake's tables; readers that glob the folders see them."));
    }
    return problems;
  }

  private static String digest(LakeCall call, int count, List<String> lines) {
    List<String> all = new ArrayList<>();
    all.add("%s holds %d campaigns.".formatted(call.store().location(), count));
    all.addAll(lines);
    if (count > lines.size()) {
      all.add("and " + (count - lines.size()) + " more; --limit shows them");
    }
    return String.join("\n", all);
  }

  private static String line(ObjectNode entry) {
    List<String> tables = new ArrayList<>();
    for (var table : entry.required("tables")) {
      String rows = table.required("row_count").isNull() ? "" : " " + table.required("row_count");
      tables.add(table.required("table").asString() + rows);
    }
    String publishId = Json.text(entry, "publish_id");
    return "%s  %s  %s  %d bytes  %s%s"
        .formatted(
            entry.required("dt").asString(),
            entry.required("campaign_id").asString(),
            entry.required("state").asString(),
            entry.required("size_bytes").longValue(),
            publishId == null ? "" : publishId.substring(0, 12) + "  ",
            String.join(", ", tables));
  }
}
