package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/// The right to publish one campaign, and the folder in which its files are made; given up when
/// closed.
public final class Hold implements AutoCloseable {
  private final Path folder;
  private final FileSteps files;
  private final Release release;

  /// Opens an empty folder.
  Hold(Path folder, FileSteps files, Release release) throws IOException {
    this.folder = requireNonNull(folder, "folder is null");
    this.files = requireNonNull(files, "files is null");
    this.release = requireNonNull(release, "release is null");
    files.clear(folder);
    files.makeDirectory(folder);
  }

  /// A folder for files that only travel from here, with nothing else to give up than the folder.
  public static Hold temporary(Path folder) throws IOException {
    FileSteps files = new FileSteps(StepObserver.NONE);
    return new Hold(folder, files, () -> files.clear(folder));
  }

  /// Writes a file's content to an open stream.
  @FunctionalInterface
  public interface Filling<T> {
    T write(OutputStream target) throws IOException;
  }

  /// Gives up what was held.
  @FunctionalInterface
  interface Release {
    void release() throws IOException;
  }

  /// Writes a new file that nobody reads yet, durable when this returns.
  public <T> T stage(String name, Filling<T> content) throws IOException {
    return files.stage(file(name), content);
  }

  /// Where the file of that name is staged.
  public Path file(String name) {
    return folder.resolve(name + ".staged");
  }

  /// Removes the folder; what a publish that is cut off leaves, the next one removes.
  public void clear() throws IOException {
    files.clear(folder);
  }

  @Override
  public void close() throws IOException {
    release.release();
  }
}
