package io.perftune.verb.installskill;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Copies the skill to where a client looks for skills: whole, or not at all.
///
/// What lies there already is kept where it is the same, and replaced only where that is asked for.
public final class InstallSkill implements Verb {
  private static final String SKILL = "inference-aa-workload";

  private final Path checkout;
  private final Path source;

  /// @param checkout the checkout or the unpacked archive
  public InstallSkill(Path checkout) {
    this.checkout = requireNonNull(checkout, "checkout is null");
    this.source = checkout.resolve("skills").resolve(SKILL);
  }

  /// What came of a call.
  private enum Result {
    INSTALLED,
    REPLACED,
    UNCHANGED
  }

  @Override
  public String name() {
    return "install_skill";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    Path directory = context.resolve(input.required("to").asString()).toAbsolutePath();
    Path target = directory.resolve(SKILL);
    try {
      if (!Files.isRegularFile(source.resolve("SKILL.md"))) {
        throw new ProblemException(noSource());
      }
      SkillTree skill = SkillTree.of(source);
      Result result = place(skill, target, input.path("force").asBoolean(false));
      return new Outcome.Done(
          reply(skill, target, result), digest(skill, target, result), List.of());
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(target, e);
    }
  }

  private static Result place(SkillTree skill, Path target, boolean force) throws IOException {
    boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (there && !Files.isDirectory(target)) {
      throw new ProblemException(noDirectory(target));
    }
    if (there) {
      List<String> differences = skill.differences(SkillTree.of(target));
      if (differences.isEmpty()) {
        return Result.UNCHANGED;
      }
      if (!force) {
        throw new ProblemException(different(target, differences));
      }
    }
    refuseInside(skill, target);
    copy(skill, target, there);
    return there ? Result.REPLACED : Result.INSTALLED;
  }

  /// Copies beside the target first, so that a reader meets the old one or the new one.
  private static void copy(SkillTree skill, Path target, boolean there) throws IOException {
    Path directory = Files.createDirectories(target.getParent());
    String mark = "." + SKILL + "." + UUID.randomUUID();
    Path fresh = directory.resolve(mark + ".new");
    Path before = directory.resolve(mark + ".old");
    try {
      skill.copyTo(fresh);
      if (there) {
        Files.move(target, before);
      }
      Files.move(fresh, target);
    } catch (IOException e) {
      if (there && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(before, target);
      }
      throw e;
    } finally {
      SkillTree.delete(fresh);
    }
    SkillTree.delete(before);
  }

  private static void refuseInside(SkillTree skill, Path target) throws IOException {
    Path existing = target.getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && existing.toRealPath().startsWith(skill.root())) {
      throw new ProblemException(
          new Problem(
              "inside-the-skill",
              "%s lies in the skill itself.".formatted(target.getParent()),
              "--to",
              "Name the directory where your client looks for skills."));
    }
  }

  private Problem noSource() {
    return new Problem(
        "no-skill",
        "There is no skill in %s.".formatted(source),
        null,
        "Start bin/perftunereport of a whole checkout, or of the whole unpacked archive.");
  }

  private static Problem noDirectory(Path target) {
    return new Problem(
        "no-directory",
        "%s is there and is no directory.".formatted(target),
        "--to",
        "Move it away, then call again.");
  }

  private static Problem different(Path target, List<String> differences) {
    return new Problem(
        "different-skill",
        "%s is there and differs in %s.".formatted(target, String.join(", ", differences)),
        "--force",
        "Add --force to replace it, or name another directory.");
  }

  private static ObjectNode reply(SkillTree skill, Path target, Result result) {
    ObjectNode json =
        Json.object()
            .put("skill_dir", target.toString())
            .put("source_dir", skill.root().toString())
            .put("outcome", word(result))
            .put("file_count", skill.files().size());
    json.set("files", Json.strings(skill.files().sequencedKeySet()));
    return json;
  }

  private static String word(Result result) {
    return switch (result) {
      case INSTALLED -> "installed";
      case REPLACED -> "replaced";
      case UNCHANGED -> "unchanged";
    };
  }

  private String digest(SkillTree skill, Path target, Result result) {
    return "%s: %s, %d files.\nIts scripts find the programs by PERF_TUNE_REPORT_HOME=%s, or on PATH."
        .formatted(target, word(result), skill.files().size(), checkout);
  }
}
