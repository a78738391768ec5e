package io.perftune.verb.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Looks at the directories that are written to, without writing.
final class Directories {
  /// What one point of the largest shape may leave.
  private static final long LEAST_FREE = 500_000_000;

  private static final String ELSEWHERE =
      "Make it writable, or set PERFREPORT_CAMPAIGNS_DIR to another directory.";

  private Directories() {}

  static Check campaigns(Path root) {
    Path there = nearest(root);
    if (!Files.isDirectory(there)) {
      return Check.missing("campaigns", there + " is no directory", ELSEWHERE);
    }
    if (!Files.isWritable(there)) {
      return Check.missing("campaigns", there + " is not writable", ELSEWHERE);
    }
    String found = there.equals(root) ? root + ", writable" : root + ", made by campaign_init";
    return Check.ok("campaigns", found);
  }

  static Check disk(Path root) {
    try {
      return disk(root, Files.getFileStore(nearest(root)).getUsableSpace());
    } catch (IOException e) {
      return Check.missing("disk", "not known (%s)".formatted(e.getMessage()), ELSEWHERE);
    }
  }

  static Check disk(Path root, long usable) {
    String free = String.format(Locale.ROOT, "%.1f GB free for %s", usable / 1_000_000_000.0, root);
    return usable < LEAST_FREE
        ? Check.missing("disk", free, "Free some: cell_run --dry-run says how much a cell needs.")
        : Check.ok("disk", free);
  }

  static Check lake(Path lake) {
    if (Files.isDirectory(lake) && Files.isWritable(lake)) {
      return Check.ok("lake", lake.toString());
    }
    Path there = nearest(lake);
    return Files.isDirectory(there) && Files.isWritable(there)
        ? Check.optional(
            "lake", "publish_to_lake makes %s, or the --lake it is given.".formatted(lake))
        : Check.optional(
            "lake", "%s is not writable: give --lake another directory.".formatted(there));
  }

  /// The path itself where it is there, else the closest directory above it that is.
  private static Path nearest(Path path) {
    Path there = path.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }
}
