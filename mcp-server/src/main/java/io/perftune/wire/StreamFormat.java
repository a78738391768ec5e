package io.perftune.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The layout of streams.bin, all numbers big-endian: magic, version, then frames of request id
/// (int), kind (byte), nanos (long), length (int), that many bytes, and the CRC32C of all of these
/// (int).
final class StreamFormat {
  static final int VERSION = 1;

  /// Of a frame before its bytes.
  static final int HEAD_BYTES = 4 + 1 + 8 + 4;

  static final int CRC_BYTES = 4;

  /// No read from a socket comes near; a longer length is a damaged one.
  static final int LONGEST_FRAME = 16 << 20;

  private static final byte[] MAGIC = "perfstrm".getBytes(StandardCharsets.US_ASCII);

  static final int START_BYTES = MAGIC.length + 4;

  private StreamFormat() {}

  /// The first bytes of a file.
  static byte[] start() {
    return ByteBuffer.allocate(START_BYTES).put(MAGIC).putInt(VERSION).array();
  }

  /// True where these bytes begin with the magic.
  static boolean hasMagic(byte[] start) {
    return ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  static int checksum(byte[] head, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(head);
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
