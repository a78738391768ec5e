package io.perftune.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.value.ContextLine;
import org.junit.jupiter.api.Test;

class ContextFieldsTest {
  @Test
  void theReportNamesEveryColumnThatIsContext() {
    assertThat(ContextFields.columnNames())
        .containsAll(ContextLine.columns(Tables.table(Tables.ATLAS)));
  }
}
