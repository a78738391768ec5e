package io.perftune.lake;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A campaign that passes the strict gate, as evidence and as a publication.
public final class LakeSample {
  /// Its campaign.
  public static final String ID = SampleRows.CAMPAIGN_ID;

  static final String ATLAS_SHA256 = "a".repeat(64);

  private LakeSample() {}

  /// Six rows of a public gateway that hides what it can; one of twenty requests failed in each.
  public static List<ObjectNode> atlas() {
    return new ArrayList<>(SampleRows.campaign().stream().map(LakeSample::stated).toList());
  }

  /// Every descriptor that is null says undisclosed.
  private static ObjectNode stated(Row row) {
    ObjectNode columns = row.columns().deepCopy();
    ObjectNode unmeasured = (ObjectNode) columns.required("unmeasured");
    for (Table.Column column : Tables.table(Tables.ATLAS).columns()) {
      if (column.declared() && columns.required(column.name()).isNull()) {
        if (column.type() == Table.Type.TEXT) {
          columns.put(column.name(), "undisclosed");
          unmeasured.remove(column.name());
        } else {
          unmeasured.put(column.name(), "undisclosed");
        }
      }
    }
    unmeasured.remove("tier");
    unmeasured.remove("status_reason");
    return columns
        .put("tier", "latency")
        .put("status", "partial")
        .put("status_reason", "1 of 20 requests failed")
        .put("n", 19)
        .put("requests_ok", 19)
        .put("requests_failed", 1);
  }

  /// Twenty requests a row, of which one failed.
  public static List<ObjectNode> requests() {
    List<ObjectNode> requests = new ArrayList<>();
    for (ObjectNode row : atlas()) {
      for (int index = 0; index < 20; index++) {
        requests.add(request(row, index));
      }
    }
    return requests;
  }

  private static ObjectNode request(ObjectNode row, int index) {
    int concurrency = row.required("concurrency").intValue();
    long start = 1_768_469_460_000_000_000L + index * 1_234_567_000L;
    boolean failed = index == 7;
    Double ttft = failed ? null : 40.0 + index;
    return new RequestRecord(
            new RequestRecord.Key(concurrency, 1, "r-" + concurrency + "-" + index, "profiling"),
            new RequestRecord.Timing(
                start,
                start + 900_000_000L,
                null,
                ttft,
                ttft,
                failed ? null : 8.25,
                failed ? null : 900.5),
            failed
                ? new RequestRecord.Tokens(null, null, null, null, null)
                : new RequestRecord.Tokens(1_000, 1_000, 0, 1_000, null),
            new RequestRecord.Server(null, null, null, null),
            new RequestRecord.Connection(null, index > 0),
            new RequestRecord.Ending(
                failed ? RequestRecord.Result.FAILED : RequestRecord.Result.OK,
                failed ? null : "length",
                failed ? "503" : null,
                failed ? "HTTPError" : null,
                failed ? "no capacity – try again" : null))
        .toJson(ID, row.required("cell_id").asString());
  }

  static ObjectNode campaign() {
    ObjectNode campaign = Json.object().put("name", "sample");
    campaign
        .putObject("next_lever")
        .put("change", "raise max_num_seqs")
        .put("unlock", "+20 % throughput at c=64")
        .put("gate", "aa-1k c=64 output_tps above 2,000");
    campaign.putNull("close_reason").putNull("focus");
    campaign.putObject("roofline_gap_arms");
    ObjectNode provenance = campaign.putObject("provenance");
    provenance.putObject("identity").put("title", "A sample").putArray("tags").add("aa").add("x");
    provenance.putArray("source");
    provenance.putObject("verdict").put("tier", "draft");
    var cells = campaign.putArray("cells");
    for (String cell : List.of("aa-1k", "aa-10k", "aa-100k")) {
      cells
          .addObject()
          .put("cell_id", cell)
          .put("backend", "aa")
          .putArray("concurrencies")
          .add(1)
          .add(10);
    }
    return campaign;
  }

  static ObjectNode reportStatus() {
    ObjectNode status =
        Json.object()
            .put("atlas_sha256", ATLAS_SHA256)
            .put("focus", "throughput")
            .put("sol_complete", false)
            .put("dcgm_grounded", false)
            .put("plot_ready_points", 6)
            .putNull("sol_rigor");
    status.putArray("rendered_pages").add("1").add("completeness");
    status.putArray("omitted_pages").addObject().put("page", "7").put("why", "no sweep");
    status.putArray("arms_uncovered");
    return status;
  }

  static ObjectNode provenance() {
    ObjectNode provenance = Json.object();
    provenance
        .putObject("config_git")
        .put("commit", "b".repeat(40))
        .put("dirty", false)
        .put("repo", "https://git.example/perf");
    provenance.set("code_git", provenance.required("config_git").deepCopy());
    return provenance;
  }

  static Evidence evidence() {
    return new Evidence(
        ID,
        campaign(),
        atlas().stream().map(Row::new).toList(),
        reportStatus(),
        provenance(),
        new Evidence.FileHashes(ATLAS_SHA256, "c".repeat(64), "d".repeat(64)));
  }

  public static Publication publication() throws IOException {
    return publication(atlas(), requests());
  }

  /// The same campaign measured again: every ttft is 1 ms longer.
  public static Publication changed() throws IOException {
    List<ObjectNode> atlas = atlas();
    atlas.forEach(row -> row.put("ttft_p50_ms", row.required("ttft_p50_ms").doubleValue() + 1));
    List<ObjectNode> requests = requests();
    requests.removeLast();
    return publication(atlas, requests);
  }

  public static Publication publication(List<ObjectNode> atlas, List<ObjectNode> requests)
      throws IOException {
    return Publication.of(
        LakeKey.of(ID),
        List.of(
            rows(Tables.ATLAS, atlas),
            rows(Tables.REQUESTS, requests),
            rows(Tables.CAMPAIGN, List.of(CampaignRow.of(evidence(), List.of())))));
  }

  /// The three tables with one column each: what a test of the protocol needs, quick to write.
  static Publication small(String value) throws IOException {
    List<TableRows> tables = new ArrayList<>();
    for (String name : List.of(Tables.ATLAS, Tables.REQUESTS, Tables.CAMPAIGN)) {
      Table.Column column =
          new Table.Column("campaign_id", Table.Type.TEXT, true, null, "A value.", false, "key");
      Table table = new Table(name, "A table.", List.of("campaign_id"), List.of(column));
      List<ObjectNode> rows = List.of(Json.object().put("campaign_id", value));
      tables.add(new TableRows(table, RowSource.of(name, rows)));
    }
    return Publication.of(LakeKey.of(ID), tables);
  }

  private static TableRows rows(String table, List<ObjectNode> rows) {
    return new TableRows(Tables.table(table), RowSource.of(table, rows));
  }
}
