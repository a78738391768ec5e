package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.config.Resources;
import io.perftune.fixtures.CampaignFiles;
import io.perftune.fixtures.Hostile;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A campaign file that is as hostile as its reader lets it be, from the file to everything that is
/// written of it.
class HostileCampaignTest {
  private static final ObjectNode SCHEMA = Resources.json("schemas/campaign.schema.json");

  @TempDir Path root;

  @Test
  void whatTheReaderTakesIsInertInEveryFileAndInTheReply() throws IOException {
    List<String> taken = new ArrayList<>();
    ObjectNode config = config(taken);
    assertThat(taken)
        .contains(
            "description",
            "next_lever",
            "levers",
            "provenance",
            "cells/notes",
            "cells/model",
            "cells/image",
            "cells/quant");
    Files.createDirectories(root.resolve("bundle"));
    config.put("evidence_bundle_path", "bundle");
    CampaignFiles files = CampaignFiles.in(root, Json.pretty(config));
    Row row = SampleRows.point("a", AaShape.AA_1K, 7).row();
    for (String column : List.of("model", "image", "quant", "notes", "variant_key")) {
      row.columns().put(column, Hostile.text(column));
    }
    files.cell("a", List.of(row));

    RenderedReport report = RenderedReport.of(files, root);

    Path campaign = files.directory().root();
    Hostile.assertMarkdown("summary.md", Files.readString(files.directory().summary()));
    Hostile.assertMarkdown("HANDOFF.md", Files.readString(root.resolve("bundle/HANDOFF.md")));
    Hostile.assertShown("report.pdf", report.pdf().replace("\r", ""));
    Hostile.assertShown(
        "report.html", report.html().substring(0, report.html().indexOf("<script>")));
    Hostile.assertShown("digest", report.outcome().digest());
    assertThat(report.outcome().digest().lines()).hasSizeLessThan(12);
    try (Stream<Path> paths = Files.walk(campaign)) {
      assertThat(paths.map(path -> path.getFileName().toString()))
          .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9][A-Za-z0-9._-]*"));
    }
  }

  /// The least campaign with every hostile value that its reader takes.
  ///
  /// @param taken receives the names of these keys
  private static ObjectNode config(List<String> taken) {
    ObjectNode config = Json.object().put("name", "hostile");
    ObjectNode cell = config.putArray("cells").addObject();
    cell.put("cell_id", "a").put("backend", "aa").put("model", "m");
    cell.putArray("concurrencies").add(7);
    cell.put("endpoint_kind", "public_gateway");
    cell.putObject("aa")
        .put("url", "https://gateway.example")
        .put("model", "served")
        .put("shape", "aa-1k")
        .put("api_key_env", "none");
    JsonNode cells = SCHEMA.required("properties").required("cells").required("items");
    take(config, "", config, SCHEMA, taken);
    take(config, "cells/", cell, cells, taken);
    return config;
  }

  private static void take(
      ObjectNode config, String prefix, ObjectNode into, JsonNode schema, List<String> taken) {
    for (var property : Json.members(schema.required("properties"))) {
      String key = property.getKey();
      if (List.of("cells", "cell_id", "aa", "endpoint_kind").contains(key)) {
        continue;
      }
      if (put(config, into, key, Hostile.instance(key, property.getValue(), Hostile::text))
          || put(config, into, key, Hostile.instance(key, property.getValue(), Hostile::lines))) {
        taken.add(prefix + key);
      }
    }
  }

  /// Leaves the campaign as it was where the reader refuses it with that value.
  private static boolean put(
      ObjectNode config, ObjectNode into, String key, @Nullable JsonNode value) {
    JsonNode before = into.get(key);
    if (value == null) {
      return false;
    }
    into.set(key, value);
    if (isTaken(config)) {
      return true;
    }
    if (before == null) {
      into.remove(key);
    } else {
      into.set(key, before);
    }
    return false;
  }

  private static boolean isTaken(ObjectNode config) {
    try {
      return CampaignFile.parse(Json.pretty(config), "hostile.yaml").cells().size() == 1;
    } catch (ProblemException _) {
      return false;
    }
  }
}
