package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.ProcessLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A local directory as a store: each change is one link or rename, durable when it returns.
///
/// Whoever changes anything holds the campaign's lock under `.publish/`, where staged files lie
/// too; the condition of a replacement is checked under it.
public final class LocalStore implements Store {
  private static final String WORK = ".publish";

  private final Path root;
  private final FileSteps files;

  public LocalStore(Path root) {
    this(root, StepObserver.NONE);
  }

  /// @param observer told of each change
  public LocalStore(Path root, StepObserver observer) {
    this.root = requireNonNull(root, "root is null");
    this.files = new FileSteps(observer);
  }

  /// The refusal of a publish while another one of the same campaign is going on.
  public static Problem underWay(String campaign) {
    return Problem.of(
        "publish-under-way",
        "Another publish of " + campaign + " into this lake is under way.",
        "Wait until it has ended, then publish again.");
  }

  @Override
  public String location() {
    return root.toString();
  }

  /// Links and renames are the system's promise.
  @Override
  public void prove() {}

  @Override
  public Hold hold(String campaign) throws IOException {
    Path work = root.resolve(WORK);
    files.makeDirectory(work);
    String holder = Json.line(Json.object().put("pid", ProcessHandle.current().pid()));
    ProcessLock lock =
        ProcessLock.take(
            work, campaign + ".lock", holder, _ -> new ProblemException(underWay(campaign)));
    boolean held = false;
    try {
      Hold hold = new Hold(work.resolve(campaign), files, lock::close);
      held = true;
      return hold;
    } finally {
      if (!held) {
        lock.close();
      }
    }
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String key = root.relativize(path).toString().replace('\\', '/');
            if (attributes.isRegularFile() && key.startsWith(prefix) && !key.startsWith(WORK)) {
              entries.add(new Entry(key, attributes.size(), version(attributes)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    entries.sort(Comparator.comparing(Entry::key));
    return entries;
  }

  @Override
  public Optional<Entry> entry(String key) throws IOException {
    Path file = root.resolve(key);
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException(file + " is no file");
      }
      return Optional.of(new Entry(key, attributes.size(), version(attributes)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Version version(BasicFileAttributes attributes) {
    return new Version(
        attributes.size()
            + "-"
            + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)
            + "-"
            + attributes.fileKey());
  }

  @Override
  public Optional<Content> read(String key) throws IOException {
    Optional<Entry> entry = entry(key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Content(entry.get(), Files.newInputStream(root.resolve(key))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Version> create(String key, StagedFile file) throws IOException {
    Path target = root.resolve(key);
    files.makeDirectory(requireNonNull(target.getParent(), "an object lies in a folder"));
    try {
      files.create(file.path(), target);
    } catch (FileAlreadyExistsException _) {
      return Optional.empty();
    }
    return entry(key).map(Entry::version);
  }

  @Override
  public Optional<Version> replace(String key, StagedFile file, Version expected)
      throws IOException {
    if (!isThere(key, expected)) {
      return Optional.empty();
    }
    files.replace(file.path(), root.resolve(key));
    return entry(key).map(Entry::version);
  }

  @Override
  public boolean delete(String key, Version expected) throws IOException {
    if (!isThere(key, expected)) {
      return false;
    }
    files.remove(root.resolve(key));
    return true;
  }

  private boolean isThere(String key, Version expected) throws IOException {
    return entry(key).map(Entry::version).filter(expected::equals).isPresent();
  }

  @Override
  public void close() {}
}
