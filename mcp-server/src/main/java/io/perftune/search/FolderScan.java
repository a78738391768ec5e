package io.perftune.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the text files below folders.
///
/// Nothing outside the folders is read: a link counts where what it leads to lies in one of them.
/// Hidden files are passed over. A file that two folders hold is read once.
public final class FolderScan {
  /// The largest file that is read, in bytes.
  public static final int LARGEST = 1 << 20;

  private final List<Path> inside = new ArrayList<>();
  private final List<TextFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private final Map<Skip, Integer> skipped = new EnumMap<>(Skip.class);

  private FolderScan() {}

  /// What was found.
  ///
  /// @param files by name
  /// @param skipped how many files were not read, by reason
  public record Found(List<TextFile> files, Map<Skip, Integer> skipped) {
    public Found {
      files = List.copyOf(files);
      skipped = Map.copyOf(skipped);
    }
  }

  /// Reads the folders; one that is not there has no files.
  ///
  /// @throws InterruptedException the caller cancelled
  public static Found read(List<Folder> folders) throws InterruptedException {
    FolderScan scan = new FolderScan();
    List<Folder> there = new ArrayList<>();
    for (Folder folder : folders) {
      if (Files.isDirectory(folder.path()) && scan.admits(folder)) {
        there.add(folder);
      }
    }
    List<Link> links = new ArrayList<>();
    for (Folder folder : there) {
      scan.directory(folder, folder.path(), links);
    }
    links.forEach(scan::link);
    scan.files.sort(Comparator.comparing(TextFile::name));
    return new Found(scan.files, scan.skipped);
  }

  private record Link(Folder folder, Path path) {}

  /// A folder that is itself a link is searched only where it stays beside its name.
  private boolean admits(Folder folder) {
    try {
      Path real = folder.path().toRealPath();
      if (!real.startsWith(folder.path().resolveSibling("").toRealPath())) {
        skip(Skip.LINK_OUTSIDE);
        return false;
      }
      return inside.add(real);
    } catch (IOException _) {
      skip(Skip.UNREADABLE);
      return false;
    }
  }

  private void directory(Folder folder, Path directory, List<Link> links)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled");
    }
    for (Path entry : entries(directory)) {
      if (!entry.getFileName().toString().startsWith(".")) {
        entry(folder, entry, links);
      }
    }
  }

  private List<Path> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException | UncheckedIOException _) {
      skip(Skip.UNREADABLE);
      return List.of();
    }
  }

  private void entry(Folder folder, Path entry, List<Link> links) throws InterruptedException {
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException _) {
      skip(Skip.UNREADABLE);
      return;
    }
    if (attributes.isSymbolicLink()) {
      links.add(new Link(folder, entry));
    } else if (attributes.isDirectory()) {
      if (folder.enters().test(entry)) {
        directory(folder, entry, links);
      }
    } else if (!attributes.isRegularFile()) {
      skip(Skip.NOT_A_FILE);
    } else if (folder.takes().test(entry)) {
      file(folder, entry);
    } else {
      skip(Skip.OTHER_KIND);
    }
  }

  /// A directory behind a link is looked into where it lies, if it lies inside.
  private void link(Link link) {
    try {
      Path target = link.path().toRealPath();
      if (inside.stream().noneMatch(target::startsWith)) {
        skip(Skip.LINK_OUTSIDE);
      } else if (Files.isRegularFile(target) && link.folder().takes().test(link.path())) {
        file(link.folder(), link.path());
      }
    } catch (IOException _) {
      skip(Skip.UNREADABLE);
    }
  }

  private void file(Folder folder, Path file) {
    try {
      Path real = file.toRealPath();
      if (inside.stream().noneMatch(real::startsWith)) {
        skip(Skip.LINK_OUTSIDE);
      } else if (seen.add(real)) {
        take(folder, file, bytes(real));
      }
    } catch (CharacterCodingException _) {
      skip(Skip.NOT_UTF8);
    } catch (IOException _) {
      skip(Skip.UNREADABLE);
    }
  }

  private void take(Folder folder, Path file, byte[] bytes) throws CharacterCodingException {
    if (bytes.length > LARGEST) {
      skip(Skip.TOO_LARGE);
    } else if (zero(bytes)) {
      skip(Skip.BINARY);
    } else {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
      files.add(new TextFile(file, folder.nameOf(file), marked.lines().toList()));
    }
  }

  /// At most one byte more than is allowed.
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private static boolean zero(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  private void skip(Skip why) {
    skipped.merge(why, 1, Integer::sum);
  }
}
