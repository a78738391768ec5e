package io.perftune.lake;

import io.perftune.config.Tables;
import io.perftune.value.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A lake as seen from outside: its files' hashes, and what a careful reader joins.
final class LakeTree {
  private LakeTree() {}

  /// Every file below the root with the hash of its bytes.
  static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.exists(root)) {
      return files;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Digest.sha256(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  /// One line a campaign: publish_id, joined atlas rows, joined requests; nothing where there is no
  /// commit or no row to join.
  static List<String> joined(DuckDb duckDb, Path root) throws IOException, SQLException {
    LakeKey key = LakeKey.of(LakeSample.ID);
    if (!Files.exists(root.resolve(key.file(Tables.CAMPAIGN)))) {
      return List.of();
    }
    if (duckDb
        .value("select count(*) from read_parquet('%s/campaign_v1/*/*/*.parquet')".formatted(root))
        .equals("0")) {
      return List.of();
    }
    return duckDb.rows(
        """
        select c.publish_id, c.atlas_row_count,
          (select count(*) from read_parquet('%1$s/atlas_v1/*/*/*.parquet') a
            where a.campaign_id = c.campaign_id and a.publish_id = c.publish_id),
          (select count(*) from read_parquet('%1$s/requests_v1/*/*/*.parquet') r
            where r.campaign_id = c.campaign_id and r.publish_id = c.publish_id)
        from read_parquet('%1$s/campaign_v1/*/*/*.parquet') c
        """
            .formatted(root));
  }
}
