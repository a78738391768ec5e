package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/// Files of this machine for Iceberg, whose own class for them needs Hadoop.
///
/// A file appears whole and durable when its stream is closed, and not at all where a write failed.
public final class LocalFileIO implements FileIO {
  static final String SCHEME = "file://";

  /// Whether a location is on this machine.
  static boolean isLocal(String location) {
    return location.startsWith("file:") || !location.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
  }

  /// The file of a location.
  static Path path(String location) {
    if (!isLocal(location)) {
      throw new UncheckedIOException(new IOException(location + " is not on this machine"));
    }
    String file = location.startsWith("file:") ? location.substring("file:".length()) : location;
    return Path.of(file.startsWith("//") ? file.substring(2) : file);
  }

  @Override
  public InputFile newInputFile(String location) {
    return new Input(location, path(location));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Output(location, path(location));
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.deleteIfExists(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Input(String location, Path path) implements InputFile {
    @Override
    public long getLength() {
      try {
        return Files.size(path);
      } catch (NoSuchFileException e) {
        throw new NotFoundException(e, "%s is gone", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new Reading(FileChannel.open(path, StandardOpenOption.READ));
      } catch (NoSuchFileException e) {
        throw new NotFoundException(e, "%s is gone", location);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path);
    }
  }

  private record Output(String location, Path path) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      if (Files.exists(path)) {
        throw new AlreadyExistsException("%s is there already", location);
      }
      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      Path folder = requireNonNull(path.getParent(), "a file lies in a folder");
      try {
        Files.createDirectories(folder);
        return new Writing(path, folder.resolve("." + UUID.randomUUID() + ".tmp"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputFile toInputFile() {
      return new Input(location, path);
    }
  }

  private static final class Reading extends SeekableInputStream {
    private final FileChannel channel;
    private final java.io.InputStream stream;

    Reading(FileChannel channel) {
      this.channel = channel;
      this.stream = Channels.newInputStream(channel);
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      return stream.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return stream.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  private static final class Writing extends PositionOutputStream {
    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream stream;
    private long position;
    private boolean failed;
    private boolean closed;

    Writing(Path target, Path part) throws IOException {
      this.target = target;
      this.part = part;
      this.channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.stream = Channels.newOutputStream(channel);
    }

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
      failed = true;
      stream.write(bytes, offset, length);
      failed = false;
      position += length;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (channel) {
        if (!failed) {
          channel.force(true);
        }
      }
      if (failed) {
        Files.deleteIfExists(part);
      } else {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
      }
    }

    private void syncFolder() throws IOException {
      Path folder = requireNonNull(target.getParent(), "a file lies in a folder");
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
