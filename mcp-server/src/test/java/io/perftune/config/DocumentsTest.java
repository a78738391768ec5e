package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The documents that are made from schemas say what the schemas say.
class DocumentsTest {
  private static void check(String name, String text) throws IOException {
    Path file = Path.of(System.getProperty("checkout"), "docs", name);
    if (Golden.updating()) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as("docs/" + name + ", -Dgolden.update=true")
        .isEqualTo(text);
  }

  @Test
  void theCampaignFileIsDescribedAsItsSchemaHasIt() throws IOException {
    check("campaign.md", CampaignPage.text());
  }

  @Test
  void theTablesAreDescribedAsTheirSchemasHaveThem() throws IOException {
    check("rows.md", RowsPage.text());
  }

  @Test
  void noKeyAndNoColumnIsLeftOut() {
    String campaign = CampaignPage.text();
    Schema.load("campaign")
        .json()
        .findValues("properties")
        .forEach(properties ->
            properties
                .propertyNames()
                .forEach(key -> assertThat(campaign).contains("| `" + key + "` |")));
    String rows = RowsPage.text();
    Tables.table(Tables.ATLAS)
        .columns()
        .forEach(column -> assertThat(rows).contains("| `" + column.name() + "`"));
  }
}
