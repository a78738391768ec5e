package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.ManyCells;
import io.perftune.tokens.O200k;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.cellrun.CellRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(120)
class BriefTest {
  @TempDir Path directory;

  @Test
  void repliesOfFiveHundredCellsFit() throws IOException {
    ManyCells many = new ManyCells(500, 20);
    Files.writeString(directory.resolve("many.yaml"), many.config());
    try (PipedServer server =
        PipedServer.ready(directory, List.of(new CampaignInit(), new CellRun(directory)))) {
      server.call(1, "campaign_init", "{\"config\":\"many.yaml\"}");
      JsonNode made = whole(server.receive());
      assertThat(made.required("returncode").intValue()).as(made.toString()).isZero();
      assertThat(made.at("/json/cell_count").intValue()).isEqualTo(500);

      server.call(
          2,
          "cell_run",
          "{\"campaign\":\"%s\",\"cell\":\"%s\",\"dry_run\":true}"
              .formatted(
                  made.at("/json/campaign_id").asString(), many.deployments().getFirst().cellId()));
      JsonNode planned = whole(server.receive());
      assertThat(planned.at("/json/plan/requests").intValue()).isPositive();
      assertThat(planned.at("/json/cut").toString()).contains("points: ", " of 20");
      assertThat(planned.required("stderr").asString())
          .contains("bin/perftunereport cell_run --campaign", "--json prints all of it");
      assertThat(planned.at("/json/points/0/command").size()).isGreaterThan(20);
    }
  }

  @Test
  void aLongReplyKeepsItsFiguresAndSaysWhatIsCut() {
    ObjectNode envelope = envelope();
    ObjectNode json = (ObjectNode) envelope.required("json");
    ArrayNode pages = json.putObject("render_status").putArray("omitted_pages");
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < 500; number++) {
      pages.addObject().put("page", "page " + number).put("why", "because of cell " + number);
      text.append("line ").append(number).append('\n');
    }
    envelope.put("stdout", text.toString());

    ObjectNode brief = Brief.of(envelope);

    assertThat(new O200k().count(Json.line(brief))).isLessThan(Brief.LIMIT);
    assertThat(brief.at("/json/coverage/atlas_cells").intValue()).isEqualTo(500);
    assertThat(brief.at("/json/render_status/omitted_pages").size()).isPositive();
    assertThat(brief.at("/json/cut/0").asString())
        .startsWith("render_status.omitted_pages: ")
        .contains(" of 500, and ");
    assertThat(brief.required("stdout").asString()).startsWith("line 0\n").contains("more lines");
    assertThat(envelope.at("/json/render_status/omitted_pages").size()).isEqualTo(500);
  }

  @Test
  void aShortReplyIsLeftAsItIs() {
    ObjectNode envelope = envelope();

    assertThat(Brief.of(envelope)).isSameAs(envelope);
  }

  private static ObjectNode envelope() {
    ObjectNode envelope = Json.object().put("verb", "report_render").put("stderr", "");
    envelope.putArray("args").add("--campaign").add("c");
    envelope.put("stdout", "Done.\n");
    envelope.putObject("json").putObject("coverage").put("atlas_cells", 500);
    return envelope;
  }

  private static JsonNode whole(ObjectNode answer) {
    JsonNode envelope = answer.at("/result/structuredContent");
    assertThat(new O200k().count(Json.line(envelope))).isLessThan(Brief.LIMIT);
    return envelope;
  }
}
