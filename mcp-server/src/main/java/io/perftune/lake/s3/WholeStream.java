package io.perftune.lake.s3;

import io.perftune.lake.store.Store;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// An object's bytes, of which none may be missing: a connection that ends early is an error and
/// not the end.
final class WholeStream extends FilterInputStream {
  private final Store.Entry entry;
  private final S3Calls calls;
  private long left;

  WholeStream(InputStream in, Store.Entry entry, S3Calls calls) {
    super(in);
    this.entry = entry;
    this.calls = calls;
    this.left = entry.bytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = super.read(bytes, offset, length);
    } catch (SdkException | IOException e) {
      throw calls.failure("read " + entry.key(), e);
    }
    if (count < 0 && left > 0) {
      throw calls.failure(
          "read " + entry.key(), new IOException("ended %d bytes early".formatted(left)));
    }
    left -= Math.max(count, 0);
    return count;
  }
}
