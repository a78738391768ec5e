package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.Claim;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Store.Entry;
import io.perftune.value.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.parquet.io.LocalInputFile;

/// Opens the files of a lake's tables, wherever it lies: what is not on this machine is copied to a
/// temporary file first.
public record TableFiles(Store store) {
  public TableFiles {
    requireNonNull(store, "store is null");
  }

  /// What is done with an open file.
  @FunctionalInterface
  public interface Reading<T> {
    T read(ParquetRows rows, String sha256) throws IOException;
  }

  /// Whether a campaign is committed: campaign_v1 is there, and is not the claim of a publish that
  /// goes on or was cut off. Only the first bytes are read.
  ///
  /// @throws IOException where it changed since the campaign was listed
  public boolean committed(LakeCampaign campaign) throws IOException {
    Optional<Entry> commit = campaign.file(Tables.CAMPAIGN);
    if (commit.isEmpty()) {
      return false;
    }
    Entry listed = commit.get();
    try (Store.Content content = open(listed.key())) {
      if (!content.entry().version().equals(listed.version())) {
        throw new IOException(listed.key() + " changed while it was looked at");
      }
      return Claim.in(content.bytes().readNBytes(Claim.HEAD_LENGTH)).isEmpty();
    }
  }

  private Store.Content open(String key) throws IOException {
    return store.read(key).orElseThrow(() -> new FileNotFoundException(key + " is gone"));
  }

  /// Reads a table's file; its hash is of all its bytes.
  ///
  /// @throws IOException where it is gone, cannot be read, or is no file of the lake
  public <T> T read(Entry file, Reading<T> reading) throws IOException {
    Path copy = Files.createTempFile("perftune-lake-", ".parquet");
    try {
      String sha256 = fetch(file.key(), copy);
      return read(copy, sha256, reading);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /// Reads a file on this machine that is not in the lake.
  static <T> T read(Path file, Reading<T> reading) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return read(file, sha256(bytes, OutputStream.nullOutputStream()), reading);
    }
  }

  private static <T> T read(Path file, String sha256, Reading<T> reading) throws IOException {
    try (ParquetRows rows = ParquetRows.open(new LocalInputFile(file))) {
      return reading.read(rows, sha256);
    }
  }

  private String fetch(String key, Path target) throws IOException {
    try (Store.Content content = open(key);
        OutputStream out = Files.newOutputStream(target)) {
      return sha256(content.bytes(), out);
    }
  }

  private static String sha256(InputStream bytes, OutputStream target) throws IOException {
    MessageDigest digest = Digest.algorithm();
    bytes.transferTo(new DigestOutputStream(target, digest));
    return Digest.hex(digest.digest());
  }
}
