package io.perftune.lake;

import io.perftune.value.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/// Where a Parquet writer writes: any stream, whose bytes are counted and hashed on the way.
final class HashedFile implements OutputFile {
  private final OutputStream target;
  private final MessageDigest digest = Digest.algorithm();
  private long position;

  HashedFile(OutputStream target) {
    this.target = target;
  }

  /// Bytes written so far.
  long bytes() {
    return position;
  }

  /// The hash of all bytes; to be asked once, at the end.
  String sha256() {
    return Digest.hex(digest.digest());
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new Stream();
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return new Stream();
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  /// The target is closed by whoever opened it.
  private final class Stream extends PositionOutputStream {
    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
      digest.update(bytes, offset, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}
