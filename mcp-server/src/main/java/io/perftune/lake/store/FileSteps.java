package io.perftune.lake.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The few things that a publish does to files, each durable when it returns, and each announced
/// before and after, so that a test can stop a publish at any of them.
final class FileSteps {
  private final StepObserver observer;

  FileSteps(StepObserver observer) {
    this.observer = observer;
  }

  /// Makes a directory and its parents.
  void makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      makeDirectory(parent);
    }
    step("make " + directory.getFileName(), () -> createDirectory(directory));
    if (parent != null) {
      sync(parent);
    }
  }

  private static void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /// Writes a new file that nobody reads yet.
  <T> T stage(Path file, Hold.Filling<T> content) throws IOException {
    observer.reached("before stage " + file.getFileName());
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = Channels.newOutputStream(channel)) {
      T result = content.write(out);
      observer.reached("before sync " + file.getFileName());
      channel.force(true);
      observer.reached("after stage " + file.getFileName());
      return result;
    }
  }

  /// Puts a staged file in a place where there is none.
  ///
  /// @throws FileAlreadyExistsException where somebody else was first; nothing has changed
  void create(Path staged, Path target) throws IOException {
    step("create " + name(target), () -> linkOrMove(staged, target));
    sync(parent(target));
  }

  private static void linkOrMove(Path staged, Path target) throws IOException {
    try {
      Files.createLink(target, staged);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException _) {
      moveWhereAbsent(staged, target);
    }
  }

  /// For file systems without links; the publish lock stands in for the missing condition.
  private static void moveWhereAbsent(Path staged, Path target) throws IOException {
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(staged, target, ATOMIC_MOVE);
  }

  /// Puts a staged file in the place of another, in one step.
  void replace(Path staged, Path target) throws IOException {
    step("replace " + name(target), () -> Files.move(staged, target, ATOMIC_MOVE));
    sync(parent(target));
  }

  /// Removes a file, if it is there.
  void remove(Path file) throws IOException {
    step("remove " + name(file), () -> Files.deleteIfExists(file));
    sync(parent(file));
  }

  /// Removes a folder of staged files, if it is there.
  void clear(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        remove(file);
      }
    }
    step("remove " + folder.getFileName(), () -> Files.delete(folder));
  }

  private void sync(Path directory) throws IOException {
    step(
        "sync " + directory.getFileName(),
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
          }
        });
  }

  private void step(String name, Action action) throws IOException {
    observer.reached("before " + name);
    action.run();
    observer.reached("after " + name);
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /// All data files have one name; the table tells them apart.
  private static String name(Path file) {
    int count = file.getNameCount();
    return count > 3 ? file.subpath(count - 4, count).toString() : file.toString();
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }
}
