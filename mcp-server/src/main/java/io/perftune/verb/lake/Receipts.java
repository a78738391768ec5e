package io.perftune.verb.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.read.Inspection;
import io.perftune.lake.read.TableDigest;
import io.perftune.lake.store.Store;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.workspace.Campaigns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the campaigns' own directories say was published into this lake.
///
/// @param campaigns where they lie; one that is not there has no receipt
record Receipts(Campaigns campaigns, Store store) {
  /// The code of a file whose bytes are not those that were published.
  static final String FILE_DIFFERS = "file-differs";

  Receipts {
    requireNonNull(campaigns, "campaigns is null");
    requireNonNull(store, "store is null");
  }

  /// In what a campaign that is whole differs from its receipt.
  List<Problem> differences(Inspection inspection) {
    String id = inspection.campaign().id();
    Path folder = campaigns.root().resolve(id).resolve("receipts");
    try {
      return receipt(folder).map(receipt -> differences(inspection, receipt)).orElse(List.of());
    } catch (IOException | JacksonException e) {
      return List.of(
          new Problem(
              "receipt-unreadable",
              "The receipts of " + id + " cannot be read: " + e.getMessage() + ".",
              folder.toString(),
              "Publish it again, which writes a new one."));
    }
  }

  private static List<Problem> differences(Inspection inspection, JsonNode receipt) {
    String id = inspection.campaign().id();
    String published = Json.text(receipt, "publish_id");
    if (!String.valueOf(inspection.publishId()).equals(published)) {
      return List.of(
          new Problem(
              "receipt-differs",
              "%s in the lake has publish_id %s; the receipt here says %s."
                  .formatted(id, inspection.publishId(), published),
              id,
              "Publish it again if this machine's results are the right ones."));
    }
    return files(inspection, receipt);
  }

  /// The same rows in other bytes.
  private static List<Problem> files(Inspection inspection, JsonNode receipt) {
    List<Problem> problems = new ArrayList<>();
    for (TableDigest read : inspection.tables()) {
      for (JsonNode written : receipt.path("tables")) {
        if (read.table().equals(Json.text(written, "table"))
            && !read.sha256().equals(Json.text(written, "sha256"))) {
          problems.add(
              new Problem(
                  FILE_DIFFERS,
                  "%s holds the rows that were published, but other bytes than its receipt says."
                      .formatted(read.table()),
                  inspection.campaign().key().file(read.table()),
                  "Somebody rewrote the file; publish again with --if-exists overwrite."));
        }
      }
    }
    return problems;
  }

  /// The one whose destination is this lake.
  private Optional<JsonNode> receipt(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        JsonNode receipt = Json.MAPPER.readTree(Files.readString(file));
        if (store.location().equals(Json.text(receipt, "destination"))) {
          return Optional.of(receipt);
        }
      }
      return Optional.empty();
    }
  }
}
