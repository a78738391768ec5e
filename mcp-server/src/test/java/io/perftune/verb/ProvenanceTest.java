package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ProvenanceTest {
  @TempDir Path directory;

  @Test
  void tellsCommitBranchAndWhetherAnythingIsUncommitted() throws Exception {
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("trunk").call()) {
      Files.writeString(directory.resolve("campaign.yaml"), "name: x\n");
      git.add().addFilepattern(".").call();
      String commit =
          git.commit()
              .setMessage("first")
              .setSign(false)
              .setAuthor("a", "a@example.org")
              .setCommitter("a", "a@example.org")
              .call()
              .name();
      Path below = Files.createDirectories(directory.resolve("deep/er"));

      ObjectNode clean = Provenance.git(below);

      assertThat(Json.text(clean, "commit")).isEqualTo(commit);
      assertThat(Json.text(clean, "branch")).isEqualTo("trunk");
      assertThat(Json.bool(clean, "dirty")).isFalse();
      assertThat(Json.text(clean, "repo")).isNull();
      assertThat(Json.text(clean, "why")).isNull();

      git.remoteAdd()
          .setName("origin")
          .setUri(new URIish("https://user:hunter2@example.org/team/repo.git?token=t0k3n"))
          .call();
      Files.writeString(directory.resolve("campaign.yaml"), "name: y\n");
      ObjectNode dirty = Provenance.git(below);
      assertThat(Json.bool(dirty, "dirty")).isTrue();
      assertThat(Json.text(dirty, "repo")).isEqualTo("https://example.org/team/repo.git");
    }
  }

  @Test
  void aRepositoryWithoutACommitSaysSo() throws Exception {
    Git.init().setDirectory(directory.toFile()).call().close();

    ObjectNode git = Provenance.git(directory);

    assertThat(git.required("commit").isNull()).isTrue();
    assertThat(Json.bool(git, "dirty")).isFalse();
  }

  @Test
  void aBareRepositoryHasNoWorkToBeDirty() throws Exception {
    Git.init().setBare(true).setDirectory(directory.toFile()).call().close();

    ObjectNode git = Provenance.git(directory);

    assertThat(git.required("dirty").isNull()).isTrue();
    assertThat(git.required("why").isNull()).isTrue();
  }

  @Test
  void outsideOfACheckoutEverythingIsNullWithTheReason() {
    ObjectNode git = Provenance.git(directory);

    assertThat(Json.text(git, "why")).isEqualTo("not in a git checkout");
    assertThat(git.required("commit").isNull()).isTrue();
    assertThat(git.required("dirty").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/b.git, https://example.org/a/b.git",
    "https://token@example.org/a/b.git, https://example.org/a/b.git",
    "https://user:s3cret@example.org/a/b, https://example.org/a/b",
    "https://user:s3@cret@example.org/a/b, https://example.org/a/b",
    "https://user:s3 cret@example.org/a/b, https://example.org/a/b",
    "https://user:s3/cret@example.org/a/b, undisclosed: not an address",
    "git@example.org:a/b.git, example.org:a/b.git",
    "ssh://git:s3cret@example.org:22/a/b.git, ssh://example.org:22/a/b.git",
    "https://example.org/a?private_token=s3cret, https://example.org/a",
    "/srv/git/a.git, /srv/git/a.git"
  })
  void noCredentialIsLeftInAnAddress(String url, String expected) {
    String bare = Provenance.withoutCredentials(url);

    assertThat(bare).doesNotContain("s3cret").doesNotContain("cret");
    assertThat(bare).isEqualTo(expected);
  }
}
