package io.perftune.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignsTest {
  private static final String FIRST = "20260115T093000Z-gateway";
  private static final String SECOND = "20260116T093000Z-gateway";
  private static final String THIRD = "20260116T101500Z-cluster";

  @TempDir Path directory;

  private Campaigns campaigns;

  @BeforeEach
  void make() throws IOException {
    campaigns = new Campaigns(directory.resolve("campaigns"));
    for (String id : new String[] {FIRST, SECOND, THIRD}) {
      campaign(campaigns.root().resolve(id));
    }
    Files.createDirectories(campaigns.root().resolve("20260117T000000Z-not-a-campaign"));
  }

  @Test
  void findsById() {
    assertThat(find(FIRST).id()).isEqualTo(FIRST);
  }

  @Test
  void findsByAPathFromTheWorkingDirectoryOrFromTheRoot() throws IOException {
    Path elsewhere = campaign(directory.resolve("elsewhere/20260201T000000Z-own"));

    assertThat(find("elsewhere/20260201T000000Z-own").root()).isEqualTo(elsewhere);
    assertThat(find(elsewhere.toString()).root()).isEqualTo(elsewhere);
    assertThat(find("campaigns/" + FIRST + "/").id()).isEqualTo(FIRST);
  }

  @Test
  void findsByAPartThatOnlyOneCampaignHas() {
    assertThat(find("cluster").id()).isEqualTo(THIRD);
    assertThat(find("20260115").id()).isEqualTo(FIRST);
  }

  @Test
  void anIdIsNotAmbiguousThoughItIsAPartOfAnother() throws IOException {
    campaign(campaigns.root().resolve(FIRST + "-2"));

    assertThat(find(FIRST).id()).isEqualTo(FIRST);
  }

  @Test
  void anAmbiguousPartIsRefusedWithTheCandidatesNewestFirst() {
    assertThat(refusal("gateway"))
        .isEqualTo(
            new Problem(
                "ambiguous-campaign",
                "gateway means 2 campaigns.",
                "campaign",
                "Name one of: %s, %s.".formatted(SECOND, FIRST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "not-a-campaign", "../outside", "a\u0000b", "gate*way"})
  void whatIsNoCampaignIsRefusedWithThoseThatAreThere(String named) {
    assertThat(refusal(named))
        .isEqualTo(
            new Problem(
                "no-campaign",
                "There is no campaign %s under %s.".formatted(named, campaigns.root()),
                "campaign",
                "Name one of: %s, %s, %s.".formatted(THIRD, SECOND, FIRST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aBlankNameMeansNoneEvenWhereThereIsOnlyOne(String named) throws IOException {
    Campaigns single = new Campaigns(directory.resolve("single"));
    campaign(single.root().resolve(FIRST));

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> single.find(named, directory));

    assertThat(refused.problems().getFirst().code()).isEqualTo("no-campaign");
  }

  @Test
  void whereThereIsNoCampaignItSaysHowToMakeOne() {
    Campaigns none = new Campaigns(directory.resolve("none"));

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> none.find("x", directory));

    assertThat(refused.problems().getFirst().remedy()).isEqualTo("Make one with campaign_init.");
  }

  private CampaignDirectory find(String named) {
    return campaigns.find(named, directory);
  }

  private Problem refusal(String named) {
    return catchThrowableOfType(ProblemException.class, () -> find(named)).problems().getFirst();
  }

  private static Path campaign(Path root) throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("config.yaml"), "name: x\n");
    return root;
  }
}
