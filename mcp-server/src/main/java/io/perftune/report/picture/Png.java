package io.perftune.report.picture;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a PNG of eight bits a pixel with a palette, row by row: signature, IHDR, PLTE, one IDAT,
/// IEND. No row is filtered, because filters make flat colours larger.
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte EIGHT_BITS = 8;
  private static final byte PALETTE = 3;
  private static final byte[] UNFILTERED = {0};

  private final ByteArrayOutputStream file = new ByteArrayOutputStream(1 << 16);
  private final ByteArrayOutputStream pixels = new ByteArrayOutputStream(1 << 16);
  private final Deflater deflater = new Deflater(6);
  private final byte[] buffer = new byte[1 << 15];

  /// @param colours at most 256
  Png(int width, int height, List<Color> colours) {
    file.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    chunk("IHDR", header.put(EIGHT_BITS).put(PALETTE).put(new byte[3]).array());
    ByteBuffer palette = ByteBuffer.allocate(3 * colours.size());
    for (Color colour : colours) {
      palette.put((byte) colour.getRed()).put((byte) colour.getGreen());
      palette.put((byte) colour.getBlue());
    }
    chunk("PLTE", palette.array());
  }

  /// Adds the next row.
  ///
  /// @param indices of the colours, one a pixel
  void row(byte[] indices) {
    deflate(UNFILTERED);
    deflate(indices);
  }

  /// The file, after its last row.
  byte[] bytes() {
    deflater.finish();
    drain();
    deflater.end();
    chunk("IDAT", pixels.toByteArray());
    chunk("IEND", new byte[0]);
    return file.toByteArray();
  }

  private void deflate(byte[] bytes) {
    deflater.setInput(bytes);
    while (!deflater.needsInput()) {
      pixels.write(buffer, 0, deflater.deflate(buffer));
    }
  }

  private void drain() {
    while (!deflater.finished()) {
      pixels.write(buffer, 0, deflater.deflate(buffer));
    }
  }

  private void chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }
}
