package io.perftune.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @TempDir Path root;
  private Path docs;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    docs = Files.createDirectories(root.resolve("docs"));
    outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("secret.md"), "secret\n");
  }

  @Test
  void readsTextByNameAndLine() throws Exception {
    Files.createDirectories(docs.resolve("b"));
    Files.writeString(docs.resolve("b/two.md"), "\uFEFFone\r\ntwo");
    Files.writeString(docs.resolve("a.txt"), "é\n");

    FolderScan.Found found = read();

    assertThat(found.files())
        .extracting(TextFile::name)
        .containsExactly("docs/a.txt", "docs/b/two.md");
    assertThat(found.files().get(1).lines()).containsExactly("one", "two");
    assertThat(found.files().get(1).path()).isEqualTo(docs.resolve("b/two.md"));
    assertThat(found.skipped()).isEmpty();
  }

  @Test
  void countsWhatItDoesNotReadByReason() throws Exception {
    Files.write(docs.resolve("page.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1});
    Files.write(docs.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(docs.resolve("large.md"), "x".repeat(FolderScan.LARGEST + 1));
    Files.writeString(docs.resolve("largest.md"), "x".repeat(FolderScan.LARGEST));
    Files.createSymbolicLink(docs.resolve("gone.md"), docs.resolve("nothing.md"));
    Files.writeString(docs.resolve(".hidden.md"), "hidden");

    FolderScan.Found found = read();

    assertThat(found.files()).extracting(TextFile::name).containsExactly("docs/largest.md");
    assertThat(found.skipped())
        .isEqualTo(Map.of(Skip.BINARY, 1, Skip.NOT_UTF8, 1, Skip.TOO_LARGE, 1, Skip.UNREADABLE, 1));
  }

  @Test
  void followsNoLinkThatLeadsOut() throws Exception {
    Files.createSymbolicLink(docs.resolve("file.md"), outside.resolve("secret.md"));
    Files.createSymbolicLink(docs.resolve("folder"), outside);
    Files.createSymbolicLink(docs.resolve("up.md"), Path.of("../outside/secret.md"));
    Files.createSymbolicLink(docs.resolve("chain.md"), Path.of("file.md"));

    FolderScan.Found found = read();

    assertThat(found.files()).isEmpty();
    assertThat(found.skipped()).isEqualTo(Map.of(Skip.LINK_OUTSIDE, 4));
  }

  @Test
  void aFolderWhoseNameBeginsLikeTheSearchedOneIsOutside() throws Exception {
    Path beside = Files.createDirectories(root.resolve("docs-private"));
    Files.writeString(beside.resolve("x.md"), "secret");
    Files.createSymbolicLink(docs.resolve("x.md"), beside.resolve("x.md"));

    assertThat(read().files()).isEmpty();
  }

  @Test
  void aFolderThatIsItselfALinkOutIsNotSearched() throws Exception {
    Path project = Files.createDirectories(root.resolve("project"));
    Files.createSymbolicLink(project.resolve("docs"), outside);
    Files.createSymbolicLink(
        project.resolve("runbooks"), Files.createDirectory(project.resolve("r")));
    Files.writeString(project.resolve("r/a.md"), "a");

    FolderScan.Found found =
        FolderScan.read(
            List.of(
                Folder.whole(project.resolve("docs"), "docs"),
                Folder.whole(project.resolve("runbooks"), "runbooks")));

    assertThat(found.files()).extracting(TextFile::name).containsExactly("runbooks/a.md");
    assertThat(found.skipped()).isEqualTo(Map.of(Skip.LINK_OUTSIDE, 1));
  }

  @Test
  void aLinkThatStaysInsideIsReadOnceAndLoopsEnd() throws Exception {
    Files.writeString(docs.resolve("real.md"), "text");
    Files.createSymbolicLink(docs.resolve("again.md"), docs.resolve("real.md"));
    Files.createSymbolicLink(docs.resolve("loop"), docs);
    Files.createSymbolicLink(docs.resolve("self"), docs.resolve("self"));

    FolderScan.Found found = read();

    assertThat(found.files()).extracting(TextFile::name).containsExactly("docs/real.md");
    assertThat(found.skipped()).isEqualTo(Map.of(Skip.UNREADABLE, 1));
  }

  @Test
  void readsWhatItIsToldToAndCountsTheRest() throws Exception {
    Files.createDirectories(docs.resolve("raw"));
    Files.writeString(docs.resolve("raw/x.md"), "raw");
    Files.writeString(docs.resolve("a.md"), "a");
    Files.writeString(docs.resolve("a.jsonl"), "{}");
    Folder folder =
        new Folder(
            docs, "docs", each -> !each.endsWith("raw"), each -> each.toString().endsWith("md"));

    FolderScan.Found found = FolderScan.read(List.of(folder));

    assertThat(found.files()).extracting(TextFile::name).containsExactly("docs/a.md");
    assertThat(found.skipped()).isEqualTo(Map.of(Skip.OTHER_KIND, 1));
  }

  @Test
  void aCancelledScanEnds() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::read);
  }

  private FolderScan.Found read() throws InterruptedException {
    return FolderScan.read(
        List.of(Folder.whole(docs, "docs"), Folder.whole(root.resolve("missing"), "missing")));
  }
}
