package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.store.Store;
import io.perftune.lake.store.Version;
import io.perftune.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/// What is in the place of a table's file.
public sealed interface Standing {
  /// Nothing, for certain.
  record Absent() implements Standing {}

  /// The mark of a publish that goes on, or was cut off.
  record Claimed(Version version, Claim claim) implements Standing {
    public Claimed {
      requireNonNull(version, "version is null");
      requireNonNull(claim, "claim is null");
    }
  }

  /// A file.
  ///
  /// @param sha256 of all its bytes
  record Present(Version version, String sha256) implements Standing {
    public Present {
      requireNonNull(version, "version is null");
      requireNonNull(sha256, "sha256 is null");
    }
  }

  /// Reads a key to its end.
  static Standing read(Store store, String key) throws IOException {
    Optional<Store.Content> found = store.read(key);
    if (found.isEmpty()) {
      return new Absent();
    }
    MessageDigest digest = Digest.algorithm();
    try (Store.Content content = found.get();
        InputStream in = new DigestInputStream(content.bytes(), digest)) {
      Optional<Claim> claim = Claim.in(in.readNBytes(Claim.HEAD_LENGTH));
      in.transferTo(OutputStream.nullOutputStream());
      Version version = content.entry().version();
      return claim.isPresent()
          ? new Claimed(version, claim.get())
          : new Present(version, Digest.hex(digest.digest()));
    }
  }
}
