package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.atlas.Settled;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.Journal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettleHistoryTest {
  private static final Trial TRIAL = new Trial(2, 1);
  private static final Settled DONE = new Settled(Settled.Step.DONE, Settled.Step.DONE, 30);

  @TempDir Path directory;

  @Test
  void whatWasDoneBeforeATrialIsNotDoneBeforeTheOneThatReplacesIt() {
    Journal journal = new Journal(directory.resolve("journal.jsonl"));
    journal.add(SettleHistory.settled(TRIAL, DONE));
    assertThat(SettleHistory.read(journal).trials()).containsEntry(TRIAL, DONE);

    journal.add(CellHistory.superseded(TRIAL, "20261124T000000Z"));

    assertThat(SettleHistory.read(journal).trials()).isEmpty();
  }

  @Test
  void whatAnImportedExportDoesNotSayIsReadBackSo() {
    Journal journal = new Journal(directory.resolve("journal.jsonl"));
    journal.add(SettleHistory.settled(TRIAL, Settled.UNTOLD));

    assertThat(SettleHistory.read(journal).trials()).containsEntry(TRIAL, Settled.UNTOLD);
  }
}
