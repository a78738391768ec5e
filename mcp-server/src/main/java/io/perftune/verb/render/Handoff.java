package io.perftune.verb.render;

import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// HANDOFF.md of a campaign's evidence bundle: the campaign's section in it is brought up to date,
/// and nothing else in it is touched.
///
/// @param path the file that holds the section now; null where the campaign has no bundle, or where
///   the problems say why not
/// @param problems why the file was left as it is
record Handoff(@Nullable Path path, List<Problem> problems) {
  private static final String NAME = "HANDOFF.md";
  private static final String REPAIR = "Mend evidence_bundle_path or the file, then render again.";
  private static final long LARGEST = 16L << 20;

  Handoff {
    problems = List.copyOf(problems);
  }

  /// Brings the section up to date. The report stands whatever comes of it.
  static Handoff update(
      CampaignDirectory directory, Campaign campaign, Context context, FrontierSection section) {
    try {
      String bundle = bundle(directory, campaign);
      if (bundle == null) {
        return new Handoff(null, List.of());
      }
      Path file = file(folder(bundle, context), bundle);
      write(file, section);
      return new Handoff(file, List.of());
    } catch (ProblemException e) {
      return new Handoff(null, e.problems());
    } catch (IOException e) {
      return new Handoff(null, List.of(left("it could not be read: " + e.getMessage(), NAME)));
    }
  }

  /// What campaign_init settled on, else what the file declares.
  private static @Nullable String bundle(CampaignDirectory directory, Campaign campaign)
      throws IOException {
    if (Files.exists(directory.provenance())) {
      try {
        String settled =
            Json.text(
                Json.MAPPER.readTree(Files.readString(directory.provenance())),
                "evidence_bundle_path");
        if (settled != null) {
          return settled;
        }
      } catch (JacksonException e) {
        throw new ProblemException(
            left("provenance.json, which names the bundle, holds no JSON", "provenance.json"), e);
      }
    }
    return campaign.text("evidence_bundle_path");
  }

  /// The bundle's directory: relative to the repository's root and below it, or absolute.
  private static Path folder(String bundle, Context context) {
    try {
      Path root = context.repositoryRoot().toAbsolutePath().normalize();
      Path folder = root.resolve(bundle).normalize();
      if (bundle.contains("://") || !Files.isDirectory(folder)) {
        throw new ProblemException(
            left("evidence_bundle_path is %s, no directory here".formatted(bundle), bundle));
      }
      if (!Path.of(bundle).isAbsolute() && !folder.startsWith(root)) {
        throw new ProblemException(
            left(
                "evidence_bundle_path is %s, which leads out of the repository".formatted(bundle),
                bundle));
      }
      return folder;
    } catch (InvalidPathException e) {
      throw new ProblemException(left("evidence_bundle_path cannot be a path here", bundle), e);
    }
  }

  /// The file itself, behind a link that stays in the bundle.
  private static Path file(Path folder, String bundle) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      if (Files.isSymbolicLink(file)) {
        throw new ProblemException(left("it is a link to nothing", file.toString()));
      }
      return file;
    }
    Path real = file.toRealPath();
    if (!real.startsWith(folder.toRealPath())) {
      throw new ProblemException(
          left("it is a link that leads out of %s".formatted(bundle), file.toString()));
    }
    if (!Files.isRegularFile(real) || !Files.isWritable(real)) {
      throw new ProblemException(left("it is no file that may be written to", file.toString()));
    }
    if (Files.size(real) > LARGEST) {
      throw new ProblemException(left("it is larger than 16 MiB", file.toString()));
    }
    return real;
  }

  private static void write(Path file, FrontierSection section) throws IOException {
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (before.length > 1 && ((before[0] & 0xff) >= 0xfe && (before[1] & 0xff) >= 0xfe)) {
      throw new ProblemException(left("it is UTF-16, not UTF-8", file.toString()));
    }
    byte[] after =
        section
            .in(before)
            .orElseThrow(() ->
                new ProblemException(
                    left(
                        "the two marks of the campaign's section are not there once each, in order",
                        file.toString())));
    if (!Arrays.equals(before, after)) {
      replace(file, after);
    }
  }

  /// The new file has the permissions of the old one.
  private static void replace(Path file, byte[] bytes) throws IOException {
    PosixFileAttributeView old =
        Files.exists(file) ? Files.getFileAttributeView(file, PosixFileAttributeView.class) : null;
    var permissions = old == null ? null : old.readAttributes().permissions();
    AtomicFiles.write(file, bytes);
    if (permissions != null) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  private static Problem left(String why, String where) {
    return new Problem("handoff", "HANDOFF.md is left as it is: " + why + ".", where, REPAIR);
  }
}
