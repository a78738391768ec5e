package io.perftune.lake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What lies in the place of the commit while a campaign is being published: a table without rows,
/// so that no reader sees the campaign, and a name that no other publish has.
///
/// Only whoever has its version can put the commit in its place. A publish that was cut off leaves
/// it behind, and the next one takes its place. It is a whole Parquet file; the name stands between
/// the leading magic number and the footer, where a table without rows has nothing.
///
/// @param name of the publish
public record Claim(String name) {
  /// How many bytes at an object's start tell what it is.
  public static final int HEAD_LENGTH = 64;

  private static final String MAGIC = "PAR1";
  private static final String MARK = MAGIC + "perftune-claim ";
  private static final int NAME_LENGTH = 36;

  public Claim {
    requireNonNull(name, "name is null");
  }

  static Claim fresh() {
    return new Claim(UUID.randomUUID().toString());
  }

  /// The claim that an object is; empty for a table's file.
  ///
  /// @param head its first [#HEAD_LENGTH] bytes, or all where there are fewer
  public static Optional<Claim> in(byte[] head) {
    byte[] mark = MARK.getBytes(US_ASCII);
    int end = mark.length + NAME_LENGTH;
    if (head.length < end || !Arrays.equals(head, 0, mark.length, mark, 0, mark.length)) {
      return Optional.empty();
    }
    return Optional.of(new Claim(new String(head, mark.length, NAME_LENGTH, US_ASCII)));
  }

  /// Writes the claim as a file of the commit's table.
  ParquetTable.Written write(TableRows commit, OutputStream target) throws IOException {
    TableRows none = new TableRows(commit.table(), RowSource.of(commit.table().name(), List.of()));
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    none.write(name, none.digest(), plain);
    HashedFile file = new HashedFile(target);
    var out = file.create(0);
    out.write((MARK + name).getBytes(US_ASCII));
    out.write(plain.toByteArray(), MAGIC.length(), plain.size() - MAGIC.length());
    return new ParquetTable.Written(0, file.bytes(), file.sha256());
  }
}
