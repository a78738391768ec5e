package io.perftune.value;

/// Where a cell's prompts come from.
public enum AaMode {
  /// The load generator makes each prompt at the token mean.
  SYNTHETIC("synthetic"),
  /// A generated file of real text, exact in o200k_base tokens, is replayed as it is.
  DATASET_REPLAY("dataset-replay");

  private final String label;

  AaMode(String label) {
    this.label = label;
  }

  /// The name that users write.
  public String label() {
    return label;
  }

  /// The mode of that name.
  ///
  /// @throws IllegalArgumentException for any other name; schemas refuse those before
  public static AaMode labelled(String label) {
    for (AaMode mode : values()) {
      if (mode.label.equals(label)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("no mode is called " + label);
  }
}
