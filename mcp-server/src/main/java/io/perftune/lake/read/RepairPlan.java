package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a repair does to one campaign, in this order; nothing where there is nothing to repair.
///
/// @param why in one line, for a reader
public record RepairPlan(String campaignId, String why, List<Step> steps) {
  public RepairPlan {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(why, "why is null");
    steps = List.copyOf(steps);
  }

  /// What is done to one file.
  public enum Act {
    /// A staged file becomes a table's file where there is none.
    CREATE,
    /// A staged file takes the place of a table's file.
    REPLACE,
    /// A file that no reader sees goes.
    REMOVE;

    /// The word in replies.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One change.
  ///
  /// @param table empty for a staged file, which is of no table yet
  /// @param key the file below the lake's root
  /// @param seen what stands there and is replaced or removed; empty where nothing is
  public record Step(Act act, String table, String key, Optional<Version> seen) {
    public Step {
      requireNonNull(act, "act is null");
      requireNonNull(table, "table is null");
      requireNonNull(key, "key is null");
      requireNonNull(seen, "seen is null");
    }

    /// For a reader.
    public String line() {
      return act.label() + " " + key;
    }
  }
}
