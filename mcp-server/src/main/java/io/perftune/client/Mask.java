package io.perftune.client;

import io.perftune.client.http.Ended.Read;
import io.perftune.value.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// Overwrites what a server echoes of a credential before it is written anywhere: as many
/// asterisks, so that every byte stays where it was.
///
/// A stand-in for a key, such as `test`, is not looked for: a model may say it by chance, and its
/// answer would be counted wrong.
record Mask(List<Secret> secrets) {
  /// There is nothing to hide.
  static final Mask NONE = new Mask(List.of());

  /// Shorter ones are no credential.
  private static final int SHORTEST = 8;

  Mask {
    secrets = secrets.stream().filter(secret -> secret.reveal().length() >= SHORTEST).toList();
  }

  /// The reads of one response; a credential may lie across two of them, or across two chunks.
  List<Read> of(List<Read> reads) {
    if (secrets.isEmpty()) {
      return reads;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    reads.forEach(read -> whole.writeBytes(read.bytes()));
    ChunkedResponse response = new ChunkedResponse(whole.toByteArray());
    ByteBuffer masked =
        ByteBuffer.wrap(
            response.with(overwritten(response.content()), overwritten(response.framing())));
    return reads.stream().map(read -> new Read(read.nanos(), next(masked, read))).toList();
  }

  private byte[] overwritten(byte[] bytes) {
    byte[] masked = bytes;
    for (Secret secret : secrets) {
      masked = secret.mask(masked);
    }
    return masked;
  }

  private static byte[] next(ByteBuffer masked, Read read) {
    byte[] bytes = new byte[read.bytes().length];
    masked.get(bytes);
    return bytes;
  }
}
