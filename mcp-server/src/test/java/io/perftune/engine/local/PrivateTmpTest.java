package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateTmpTest {
  @Test
  void isForItsOwnerAloneAndGoesWithAllThatItHolds() throws IOException {
    Path path;
    try (PrivateTmp tmp = PrivateTmp.create()) {
      path = tmp.path();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/prompts"), "x");
      Files.createSymbolicLink(path.resolve("a/out"), Path.of("/etc"));
    }
    assertThat(path).doesNotExist();
    assertThat(Path.of("/etc/passwd")).exists();
  }

  @Test
  void refusesAPathThatIsTooLongForSockets(@TempDir Path base) throws IOException {
    Path deep = Files.createDirectories(base.resolve("d".repeat(60)));
    assertThatThrownBy(() -> PrivateTmp.create(deep))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("sockets would not fit");
    assertThat(deep).isEmptyDirectory();
  }

  @Test
  void refusesABaseThatIsNotThere(@TempDir Path base) {
    assertThatThrownBy(() -> PrivateTmp.create(base.resolve("absent")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void sweepsWhatTheDeadLeftAndNothingElse() throws IOException, InterruptedException {
    Process owner = new ProcessBuilder("sleep", "60").start();
    Path abandoned;
    try (PrivateTmp mine = PrivateTmp.create()) {
      abandoned = Files.createTempDirectory(Path.of("/tmp"), "ptr-");
      Path unknown = Files.createTempDirectory(Path.of("/tmp"), "ptr-");
      String start = Long.toString(owner.info().startInstant().orElseThrow().toEpochMilli());
      String mineOwner = Files.readString(mine.path().resolve(".owners")).strip();
      String processes = mineOwner.substring(mineOwner.lastIndexOf(' '));
      Files.writeString(abandoned.resolve(".owners"), owner.pid() + " " + start + processes + "\n");
      Files.writeString(unknown.resolve(".owners"), owner.pid() + " " + start + " pid:[another]\n");
      PrivateTmp.create().close();
      assertThat(abandoned).exists();
      owner.destroyForcibly().waitFor();
      PrivateTmp.create().close();
      assertThat(abandoned).doesNotExist();
      assertThat(mine.path()).exists();
      assertThat(unknown).exists();
      Files.delete(unknown.resolve(".owners"));
      Files.delete(unknown);
    } finally {
      owner.destroyForcibly();
    }
  }
}
