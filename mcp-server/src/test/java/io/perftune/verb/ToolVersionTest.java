package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class ToolVersionTest {
  @Test
  void namesTheCommitItsDateAndWhetherFilesHadChanges() {
    Properties commit = new Properties();
    commit.setProperty("commit", "f565219");
    commit.setProperty("date", "2026-11-25T00:30:10Z");
    commit.setProperty("changed", "false");
    assertThat(ToolVersion.described("0.1.0", commit))
        .isEqualTo("0.1.0 (commit f565219 of 2026-11-25T00:30:10Z)");

    commit.setProperty("changed", "true");
    assertThat(ToolVersion.described("0.1.0", commit))
        .isEqualTo("0.1.0 (commit f565219 of 2026-11-25T00:30:10Z, and changes not committed)");
  }

  @Test
  void isTheVersionAloneWhereTheBuildHadNoGit() {
    assertThat(ToolVersion.described("0.1.0", new Properties())).isEqualTo("0.1.0");
  }

  @Test
  void thisBuildSaysAtLeastWhatRowsCarry() {
    assertThat(ToolVersion.described()).startsWith(ToolVersion.current());
  }
}
