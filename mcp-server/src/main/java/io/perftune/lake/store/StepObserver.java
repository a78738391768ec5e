package io.perftune.lake.store;

import java.io.IOException;

/// Told of each thing that a publish does to files, before and after; what it throws ends the
/// publish there, as a crash would.
@FunctionalInterface
public interface StepObserver {
  /// Lets every step pass.
  StepObserver NONE = _ -> {};

  /// Told of a moment, such as `before create atlas_v1/dt=.../part-0.parquet`.
  void reached(String moment) throws IOException;
}
