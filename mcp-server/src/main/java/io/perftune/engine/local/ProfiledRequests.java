package io.perftune.engine.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Counts the profiling requests in a growing file of JSON lines, reading only what is new.
///
/// AIPerf appends whole lines, a hundred at a time or what it has every second
/// (BufferedJSONLWriterMixin); the phase stands near the front of a line.
final class ProfiledRequests {
  private static final byte[] PHASE =
      "\"benchmark_phase\":\"profiling\"".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
  private long offset;
  private int matched;
  private int count;

  ProfiledRequests(Path file) {
    this.file = file;
  }

  /// Profiling requests that were in the file when it was last looked at.
  int count() {
    return count;
  }

  /// Looks at the file again; whether there are more.
  boolean grew() {
    int before = count;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(offset);
      while (channel.read(buffer.clear()) > 0) {
        buffer.flip();
        offset += buffer.remaining();
        scan();
      }
    } catch (NoSuchFileException _) {
      return false; // no request has ended yet
    } catch (IOException _) {
      return count > before; // progress is a courtesy: the run is judged by what it leaves
    }
    return count > before;
  }

  /// In JSON a match can begin again only at a quote that a mismatch ends on, so there is nothing
  /// to look back for.
  private void scan() {
    while (buffer.hasRemaining()) {
      byte b = buffer.get();
      if (b == PHASE[matched]) {
        matched++;
      } else {
        matched = b == PHASE[0] ? 1 : 0;
      }
      if (matched == PHASE.length) {
        count++;
        matched = 0;
      }
    }
  }
}
