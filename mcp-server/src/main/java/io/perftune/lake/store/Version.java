package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

/// Which state of an object was seen; opaque, and another one after each change of its bytes.
public record Version(String tag) {
  public Version {
    requireNonNull(tag, "tag is null");
  }
}
