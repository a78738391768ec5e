package io.perftune.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The raw bytes of a response, told apart into the content of its chunks and their framing: a text
/// that two chunks share is whole only in the content.
///
/// A response that is not chunked is all framing; so is what comes where the framing breaks off.
final class ChunkedResponse {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LINE_END = "\r\n";

  private final byte[] raw;
  private final List<Chunk> chunks = new ArrayList<>();
  private int contentLength;

  /// Where the content of a chunk begins, and the place behind it.
  private record Chunk(int start, int end) {}

  ChunkedResponse(byte[] raw) {
    this.raw = raw;
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int at = body(text);
    int line = at < 0 ? -1 : text.indexOf(LINE_END, at);
    while (line >= 0) {
      int start = line + LINE_END.length();
      int end = (int) Math.min(raw.length, (long) start + size(text.substring(at, line)));
      at = end + LINE_END.length();
      line = end > start ? text.indexOf(LINE_END, at) : -1;
      chunks.add(new Chunk(start, end));
      contentLength += end - start;
    }
  }

  /// The content of all chunks, joined.
  byte[] content() {
    ByteBuffer content = ByteBuffer.allocate(contentLength);
    chunks.forEach(chunk -> content.put(raw, chunk.start, chunk.end - chunk.start));
    return content.array();
  }

  /// Everything else, joined.
  byte[] framing() {
    ByteBuffer framing = ByteBuffer.allocate(raw.length - contentLength);
    int from = 0;
    for (Chunk chunk : chunks) {
      framing.put(raw, from, chunk.start - from);
      from = chunk.end;
    }
    return framing.put(raw, from, raw.length - from).array();
  }

  /// The response with another content and framing, each as long as its own.
  byte[] with(byte[] content, byte[] framing) {
    byte[] all = new byte[raw.length];
    ByteBuffer inside = ByteBuffer.wrap(content);
    ByteBuffer outside = ByteBuffer.wrap(framing);
    int from = 0;
    for (Chunk chunk : chunks) {
      outside.get(all, from, chunk.start - from);
      inside.get(all, chunk.start, chunk.end - chunk.start);
      from = chunk.end;
    }
    outside.get(all, from, all.length - from);
    return all;
  }

  /// Where the chunks begin, interim responses passed over; -1 where there are none.
  private static int body(String text) {
    int start = 0;
    int end = text.indexOf(HEAD_END);
    while (end >= 0) {
      String head = text.substring(start, end).toLowerCase(Locale.ROOT);
      start = end + HEAD_END.length();
      if (!head.startsWith("http/1.1 1")) {
        return head.contains("\r\ntransfer-encoding:") && head.contains("chunked") ? start : -1;
      }
      end = text.indexOf(HEAD_END, start);
    }
    return -1;
  }

  /// In a line of size and extensions; 0 where it is none.
  private static int size(String line) {
    try {
      return Math.max(0, Integer.parseInt(line.split(";", 2)[0].strip(), 16));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
