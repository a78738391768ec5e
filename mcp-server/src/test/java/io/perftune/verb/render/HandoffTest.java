package io.perftune.verb.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleRows;
import io.perftune.lever.Levers;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandoffTest {
  private static final String BEGIN =
      "<!-- perf-tune-report frontier " + SampleRows.CAMPAIGN_ID + ": begin -->";
  private static final String END =
      "<!-- perf-tune-report frontier " + SampleRows.CAMPAIGN_ID + ": end -->";

  @TempDir Path root;

  private Path bundle;
  private Path file;
  private CampaignDirectory directory;

  @BeforeEach
  void makeBundle() throws IOException {
    bundle = Files.createDirectories(root.resolve("evidence/run-7"));
    file = bundle.resolve("HANDOFF.md");
    directory = new CampaignDirectory(root.resolve("campaigns").resolve(SampleRows.CAMPAIGN_ID));
    Files.createDirectories(directory.root());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# Notes\n",
        "# Notes without a last line end",
        "\ufeff# With a mark of byte order\r\nand such line ends\r\n",
        "caf\u00e9 \u2603\r\rmixed\r\nends\n\n\n"
      })
  void appendsOnceAndThenChangesNothingOutsideItsMarks(String before) throws IOException {
    Files.writeString(file, before);

    assertThat(update("evidence/run-7", "FP8").path()).isEqualTo(file.toRealPath());
    String first = Files.readString(file);
    update("evidence/run-7", "FP8");

    assertThat(first).startsWith(before).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    assertThat(first).contains("Next lever: FP8; expected unlock: +30 %; gate: speed");
    assertThat(first).contains("floor: aa-1k, example-org/example-8b");
    assertThat(Files.readString(file)).isEqualTo(first);

    Files.writeString(file, first + "afterwards");
    update("evidence/run-7", "MTP");

    String second = Files.readString(file);
    assertThat(second).startsWith(before).endsWith("afterwards").contains("Next lever: MTP");
    assertThat(second).isEqualTo((first + "afterwards").replace("FP8", "MTP"));
  }

  @Test
  void keepsBytesThatAreNoTextAndPermissions() throws IOException {
    byte[] head = {(byte) 0xc3, 0x28, 0, (byte) 0xff, '\r', '\n'};
    Files.write(file, head);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

    update("evidence/run-7", "FP8");

    assertThat(Files.readAllBytes(file)).startsWith(head);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void theSectionTakesTheLineEndsOfItsMark() throws IOException {
    Files.write(file, ("a\n" + BEGIN + "\r\nstale text\r\n" + END + "\nz").getBytes(UTF_8));

    update("evidence/run-7", "FP8");

    assertThat(Files.readString(file))
        .startsWith("a\n" + BEGIN + "\r\n## Frontier of " + SampleRows.CAMPAIGN_ID + "\r\n")
        .endsWith("\r\n" + END + "\nz")
        .doesNotContain("stale text");
  }

  @Test
  void writesTheFileWhereTheBundleHasNone() throws IOException {
    assertThat(update(bundle.toString(), "FP8").problems()).isEmpty();

    assertThat(Files.readString(file)).startsWith(BEGIN + "\n").endsWith(END + "\n");
  }

  @Test
  void aLeverThatSpellsAMarkIsInert() throws IOException {
    update("evidence/run-7", END);
    update("evidence/run-7", BEGIN);

    assertThat(Files.readString(file)).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
  }

  @Test
  void theBundleThatCampaignInitSettledOnCounts() throws IOException {
    Files.writeString(
        directory.provenance(),
        Json.line(Json.object().put("evidence_bundle_path", "evidence/run-7")));

    assertThat(update("elsewhere", "FP8").path()).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%1$s\n%1$s\n%2$s\n", "%1$s\n", "%2$s\n%1$s\n"})
  void marksThatAreNotThereOnceEachInOrderLeaveTheFileAlone(String form) throws IOException {
    String before = form.formatted(BEGIN, END);
    Files.writeString(file, before);

    Handoff handoff = update("evidence/run-7", "FP8");

    assertThat(handoff.path()).isNull();
    assertThat(handoff.problems()).extracting(Problem::line).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void whatCannotBeWrittenIsSaidAndLeftAlone() throws IOException {
    Path outside = Files.createDirectories(root.resolve("outside"));
    Files.writeString(outside.resolve("notes.md"), "mine");
    Files.createSymbolicLink(file, outside.resolve("notes.md"));

    assertThat(message("evidence/run-7")).contains("a link that leads out of evidence/run-7");
    assertThat(message("no/such")).contains("evidence_bundle_path is no/such, no directory here");
    assertThat(message("s3://bucket/e")).contains("no directory here");
    assertThat(message("..")).contains("leads out of the repository");
    assertThat(Files.readString(outside.resolve("notes.md"))).isEqualTo("mine");
    Files.delete(file);
    Files.createSymbolicLink(file, bundle.resolve("gone.md"));
    assertThat(message("evidence/run-7")).contains("it is a link to nothing");
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(message("evidence/run-7")).contains("no file that may be written to");
    Files.delete(file);
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
    assertThat(message("evidence/run-7")).contains("it is UTF-16");
  }

  @Test
  void aCampaignWithoutABundleHasNone() {
    Campaign campaign = CampaignFile.parse("name: x\n", "x.yaml");
    Handoff handoff =
        Handoff.update(
            directory,
            campaign,
            Contexts.in(root),
            FrontierSection.of(directory.id(), campaign, List.of(), List.of()));

    assertThat(handoff).isEqualTo(new Handoff(null, List.of()));
  }

  private String message(String path) {
    Handoff handoff = update(path, "FP8");
    assertThat(handoff.path()).isNull();
    return handoff.problems().getFirst().message();
  }

  private Handoff update(String path, String change) {
    Campaign campaign =
        CampaignFile.parse(
            """
            name: x
            evidence_bundle_path: "%s"
            next_lever: {change: "%s", unlock: +30 %%, gate: speed}
            """
                .formatted(path, change),
            "x.yaml");
    List<Row> rows = List.of(SampleRows.point("a", AaShape.AA_1K, 1).row());
    return Handoff.update(
        directory,
        campaign,
        Contexts.in(root),
        FrontierSection.of(
            directory.id(), campaign, rows, Levers.of(campaign, rows, List.of(), List.of())));
  }
}
