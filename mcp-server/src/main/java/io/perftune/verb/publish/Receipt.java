package io.perftune.verb.publish;

import io.perftune.lake.Landed;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// receipts/<destination>.json: what was published where, and when; the rows themselves carry no
/// time. publish_receipt.json is the one of the destination that was published to last.
final class Receipt {
  private static final int NAME_LENGTH = 80;

  private Receipt() {}

  /// Writes the receipt, unless there is one of the same publish.
  ///
  /// @param destination what tells it from every other one
  static void write(
      CampaignDirectory directory,
      String destination,
      ObjectNode reply,
      List<Problem> gaps,
      Instant now)
      throws IOException {
    Path file = directory.receipt(fileName(destination));
    if (!isOf(file, reply.required("publish_id").asString())) {
      ObjectNode receipt = reply.deepCopy().put("published_at", now.toString());
      receipt.set("recorded_gaps", Json.problems(gaps));
      AtomicFiles.write(file, Json.pretty(receipt));
    }
    AtomicFiles.write(directory.lastReceipt(), Files.readString(file));
  }

  private static boolean isOf(Path file, String publishId) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try {
      return publishId.equals(
          Json.text(Json.MAPPER.readTree(Files.readString(file)), "publish_id"));
    } catch (JacksonException _) {
      return false;
    }
  }

  /// The destination as a file name: its end in safe characters, and a hash that tells two of the
  /// same name apart.
  static String fileName(String destination) {
    String safe = destination.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^-+", "");
    String end = safe.length() > NAME_LENGTH ? safe.substring(safe.length() - NAME_LENGTH) : safe;
    String hash = Digest.sha256(destination);
    return end + "-" + hash.substring(0, 8);
  }

  /// The tables as replies and receipts list them.
  static ArrayNode tables(List<Landed> tables) {
    ArrayNode array = Json.array();
    for (Landed table : tables) {
      array
          .addObject()
          .put("table", table.table())
          .put("key", table.key())
          .put("row_count", table.rows())
          .put("size_bytes", table.bytes())
          .put("sha256", table.sha256())
          .put("outcome", table.outcome());
    }
    return array;
  }
}
