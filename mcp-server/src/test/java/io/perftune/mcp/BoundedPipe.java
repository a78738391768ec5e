package io.perftune.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A pipe that holds a few writes and then blocks the writer, whatever threads come and go.
final class BoundedPipe {
  private static final byte[] END = new byte[0];
  private final BlockingQueue<byte[]> chunks;

  BoundedPipe(int writes) {
    chunks = new ArrayBlockingQueue<>(writes);
  }

  /// How many writes wait to be read.
  int waiting() {
    return chunks.size();
  }

  OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        put(new byte[] {(byte) b});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
          put(Arrays.copyOfRange(bytes, offset, offset + length));
        }
      }

      @Override
      public void close() throws IOException {
        put(END);
      }
    };
  }

  InputStream in() {
    return new InputStream() {
      private byte[] chunk = {};
      private int next;
      private boolean ended;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (next == chunk.length && !ended) {
          chunk = take();
          next = 0;
          ended = chunk.length == 0;
        }
        if (ended) {
          return -1;
        }
        int count = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, into, offset, count);
        next += count;
        return count;
      }
    };
  }

  private void put(byte[] chunk) throws IOException {
    try {
      chunks.put(chunk);
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.getMessage());
    }
  }

  private byte[] take() throws IOException {
    try {
      return chunks.take();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(e.getMessage());
    }
  }
}
