package io.perftune.verb.installskill;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallSkillTest {
  private static final String SKILL = "inference-aa-workload";
  private static final Path CHECKOUT =
      Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
  private static final Path SOURCE = CHECKOUT.resolve("skills").resolve(SKILL);

  @TempDir Path directory;

  @Test
  void copiesEveryFileWithItsBytesAndItsRights() throws Exception {
    Reply reply = install(Map.of("to", "a/skills"));

    assertThat(reply.returncode()).isZero();
    assertThat(reply.json().required("outcome").asString()).isEqualTo("installed");
    Path skill = directory.resolve("a/skills").resolve(SKILL);
    assertThat(reply.json().required("skill_dir").asString()).isEqualTo(skill.toString());
    List<Path> files = files(skill);
    assertThat(files).hasSize(reply.json().required("file_count").intValue()).hasSizeGreaterThan(4);
    for (Path file : files) {
      Path original = SOURCE.resolve(skill.relativize(file));
      assertThat(file).hasSameBinaryContentAs(original);
      assertThat(Files.isExecutable(file)).isEqualTo(Files.isExecutable(original));
    }
    assertThat(directory.resolve("a/skills")).isDirectoryNotContaining(this::hidden);
  }

  @Test
  void theSameSkillAgainChangesNothing() throws Exception {
    install(Map.of("to", "skills"));
    Path page = directory.resolve("skills").resolve(SKILL).resolve("SKILL.md");
    FileTime before = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(page, before);

    Reply reply = install(Map.of("to", "skills", "force", true));

    assertThat(reply.json().required("outcome").asString()).isEqualTo("unchanged");
    assertThat(Files.getLastModifiedTime(page)).isEqualTo(before);
  }

  @Test
  void anotherSkillOfThatNameIsKeptAndItsDifferencesAreNamed() throws Exception {
    Path skill = directory.resolve("skills").resolve(SKILL);
    Files.createDirectories(skill);
    Files.writeString(skill.resolve("own.md"), "mine");

    Reply reply = install(Map.of("to", "skills"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "different-skill").required("message").asString())
        .contains("own.md", "SKILL.md");
    assertThat(files(directory)).containsExactly(skill.resolve("own.md"));
  }

  @Test
  void forceReplacesItWhole() throws Exception {
    Path skill = directory.resolve("skills").resolve(SKILL);
    Files.createDirectories(skill.resolve("old"));
    Files.writeString(skill.resolve("old/own.md"), "mine");

    Reply reply = install(Map.of("to", "skills", "force", true));

    assertThat(reply.json().required("outcome").asString()).isEqualTo("replaced");
    assertThat(skill.resolve("old")).doesNotExist();
    assertThat(skill.resolve("SKILL.md")).hasSameBinaryContentAs(SOURCE.resolve("SKILL.md"));
    assertThat(directory.resolve("skills")).isDirectoryNotContaining(this::hidden);
  }

  @Test
  void forceTakesALinkAwayAndNotWhatItPointsTo() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("own.md"), "mine");
    Path skills = Files.createDirectory(directory.resolve("skills"));
    Files.createSymbolicLink(skills.resolve(SKILL), elsewhere);

    assertThat(install(Map.of("to", "skills", "force", true)).returncode()).isZero();

    assertThat(elsewhere.resolve("own.md")).hasContent("mine");
    assertThat(Files.isDirectory(skills.resolve(SKILL), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void aLinkToTheSkillItselfIsTheSkill() throws Exception {
    Path skills = Files.createDirectory(directory.resolve("skills"));
    Files.createSymbolicLink(skills.resolve(SKILL), SOURCE);

    Reply reply = install(Map.of("to", "skills"));

    assertThat(reply.json().required("outcome").asString()).isEqualTo("unchanged");
  }

  @Test
  void aFileInTheWayIsRefusedAlsoWithForce() throws Exception {
    Path skills = Files.createDirectory(directory.resolve("skills"));
    Files.writeString(skills.resolve(SKILL), "a file");

    Reply reply = install(Map.of("to", "skills", "force", true));

    assertThat(Call.codes(reply)).containsExactly("no-directory");
    assertThat(skills.resolve(SKILL)).hasContent("a file");
  }

  @Test
  void whereNothingCanBeWrittenNothingIsLeft() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");

    Reply reply = install(Map.of("to", file.resolve("skills").toString()));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.codes(reply)).containsExactly("cannot-write");
    assertThat(files(directory)).containsExactly(file);
  }

  @Test
  void aPlaceInTheSkillItselfIsRefused() throws Exception {
    Path copy = directory.resolve("checkout/skills").resolve(SKILL);
    Files.createDirectories(copy);
    Files.writeString(copy.resolve("SKILL.md"), "a skill");

    Reply reply =
        Call.of(
            new InstallSkill(directory.resolve("checkout")),
            Map.of("to", copy.resolve("deeper").toString()),
            Contexts.in(directory));

    assertThat(Call.codes(reply)).containsExactly("inside-the-skill");
    assertThat(files(copy)).containsExactly(copy.resolve("SKILL.md"));
  }

  @Test
  void aPlaceWithoutTheSkillSaysSo() throws Exception {
    Reply reply =
        Call.of(new InstallSkill(directory), Map.of("to", "skills"), Contexts.in(directory));

    assertThat(Call.codes(reply)).containsExactly("no-skill");
    assertThat(directory).isEmptyDirectory();
  }

  private Reply install(Map<String, Object> properties) throws InterruptedException {
    return Call.of(new InstallSkill(CHECKOUT), properties, Contexts.in(directory));
  }

  private boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
