package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/// Local files of which each is told before it is begun, and after it is there.
final class FaultyFileIO implements FileIO {
  private final transient Watch watch;
  private final LocalFileIO files = new LocalFileIO();

  FaultyFileIO(Watch watch) {
    this.watch = requireNonNull(watch, "watch is null");
  }

  /// Told of each moment; may end what is going on.
  @FunctionalInterface
  interface Watch {
    void at(String moment) throws IOException;
  }

  private void tell(String moment) {
    try {
      watch.at(moment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    return files.newInputFile(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new Watched(files.newOutputFile(location));
  }

  @Override
  public void deleteFile(String location) {
    files.deleteFile(location);
  }

  private final class Watched implements OutputFile {
    private final OutputFile file;

    Watched(OutputFile file) {
      this.file = file;
    }

    @Override
    public PositionOutputStream create() {
      tell("before " + file.location());
      return watched(file.create());
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      tell("before " + file.location());
      return watched(file.createOrOverwrite());
    }

    private PositionOutputStream watched(PositionOutputStream stream) {
      return new PositionOutputStream() {
        private boolean closed;

        @Override
        public long getPos() throws IOException {
          return stream.getPos();
        }

        @Override
        public void write(int value) throws IOException {
          stream.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          stream.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
          stream.close();
          if (!closed) {
            closed = true;
            watch.at("after " + file.location());
          }
        }
      };
    }

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public InputFile toInputFile() {
      return file.toInputFile();
    }
  }
}
