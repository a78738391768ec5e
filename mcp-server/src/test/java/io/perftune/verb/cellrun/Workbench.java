package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Context;
import io.perftune.verb.Reply;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A machine with a stand-in for AIPerf and a campaign of one cell, `one`: concurrency 1 and 2,
/// four requests each.
final class Workbench {
  static final String CELL = "one";

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private CampaignDirectory campaign;

  Workbench(Path directory) throws Exception {
    this(directory, cell(CELL));
  }

  /// @param cells of the campaign file, each from [#cell]
  Workbench(Path directory, String... cells) throws Exception {
    this.directory = directory;
    environment.put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    environment.put("HOME", directory.toString());
    environment.put("AIPERF_BIN", standin().toString());
    campaign = campaign("name: bench\ncells:\n" + String.join("", cells));
  }

  /// A cell of a campaign file.
  ///
  /// @param more `key: value` for the cell, or `aa:key: value` for its `aa`, over what is there
  static String cell(String id, String... more) {
    Map<String, String> outer = new LinkedHashMap<>();
    outer.put("backend", "aa");
    outer.put("concurrencies", "[1, 2]");
    outer.put("model", "bench-model");
    outer.put("hardware", "undisclosed");
    outer.put("cache_mode", "cold");
    outer.put("endpoint_kind", "local");
    Map<String, String> inner = new LinkedHashMap<>();
    inner.put("url", "http://127.0.0.1:9");
    inner.put("model", "served");
    inner.put("shape", "aa-1k");
    inner.put("request_count", "4");
    inner.put("api_key_env", "none");
    // Nobody listens there; cells on the simulator that are to be looked over say so.
    inner.put("preflight", "false");
    for (String line : more) {
      boolean inside = line.startsWith("aa:");
      String[] pair = line.substring(inside ? 3 : 0).split(": ", 2);
      (inside ? inner : outer).put(pair[0], pair[1]);
    }
    StringBuilder text = new StringBuilder("  - cell_id: " + id + "\n");
    outer.forEach((key, value) -> text.append("    %s: %s%n".formatted(key, value)));
    text.append("    aa:\n");
    inner.forEach((key, value) -> text.append("      %s: %s%n".formatted(key, value)));
    return text.toString();
  }

  CampaignDirectory campaign(String yaml) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("bench.yaml"), yaml);
    Reply made = Call.of(new CampaignInit(), Map.of("config", "bench.yaml"), context());
    assertThat(made.returncode()).as(made.stderr()).isZero();
    campaign = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
    return campaign;
  }

  private Path standin() throws IOException {
    Path program = Files.createDirectories(directory.resolve("bin")).resolve("aiperf");
    try (InputStream text =
        Objects.requireNonNull(Workbench.class.getResourceAsStream("/aiperf-standin.sh"))) {
      Files.write(program, text.readAllBytes());
    }
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Context context() {
    return context((_, _, _) -> {});
  }

  Context context(Context.Progress progress) {
    return Contexts.in(directory, environment, progress);
  }

  Map<String, String> environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  CampaignDirectory campaign() {
    return campaign;
  }

  CellDirectory cell() {
    return campaign.cell(CELL);
  }

  /// What the stand-in does from now on; the word is explained in aiperf-standin.sh.
  void mode(String mode) throws IOException {
    Files.writeString(directory.resolve("bin/mode"), mode);
  }

  void mode(int concurrency, String mode) throws IOException {
    Files.writeString(directory.resolve("bin/mode-c" + concurrency), mode);
  }

  void mode(int concurrency, int trial, String mode) throws IOException {
    Files.writeString(directory.resolve("bin/mode-c%d-t%d".formatted(concurrency, trial)), mode);
  }

  /// The argv of every run so far.
  List<String> calls() throws IOException {
    Path calls = directory.resolve("bin/calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /// Where a run that hangs has written its pid.
  Path hanging() {
    return directory.resolve("bin/hanging");
  }

  /// cell_run, acknowledged.
  ///
  /// @param more property, value, property, value
  Reply run(Object... more) throws InterruptedException {
    return run(context(), more);
  }

  Reply run(Context context, Object... more) throws InterruptedException {
    Object[] all =
        Stream.concat(Stream.of("i_understand_this_submits_jobs", true), Stream.of(more)).toArray();
    return call(context, all);
  }

  /// cell_run with these properties.
  Reply call(Context context, Object... properties) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(Map.of("campaign", campaign.id(), "cell", CELL));
    for (int i = 0; i < properties.length; i += 2) {
      all.put((String) properties[i], properties[i + 1]);
    }
    return Call.of(new CellRun(directory), all, context);
  }

  Reply dryRun(Object... more) throws InterruptedException {
    Object[] all = Stream.concat(Stream.of("dry_run", true), Stream.of(more)).toArray();
    return call(context(), all);
  }

  ObjectNode status() throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(Files.readString(cell().status()));
  }

  /// The rows in normalized.json by concurrency.
  Map<Integer, JsonNode> rows() throws IOException {
    Map<Integer, JsonNode> rows = new TreeMap<>();
    for (JsonNode row : Json.MAPPER.readTree(Files.readString(cell().normalized()))) {
      rows.put(row.required("concurrency").intValue(), row);
    }
    return rows;
  }

  /// The row at a concurrency, which must be there.
  JsonNode row(int concurrency) throws IOException {
    return Objects.requireNonNull(rows().get(concurrency), "no row at c=" + concurrency);
  }

  List<String> events() {
    return new Journal(cell().journal())
        .events().stream()
            .map(event -> event.path("event").asString() + " " + event.path("concurrency"))
            .toList();
  }

  /// Every file below the directory with what it holds; locks, which every call takes, apart.
  Map<Path, String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      Map<Path, String> tree = new TreeMap<>();
      files
          .filter(path -> !path.startsWith(directory.resolve("bin")) && !path.endsWith(".lock"))
          .forEach(path -> tree.put(path, held(path)));
      return tree;
    }
  }

  private static String held(Path path) {
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          ? Digest.sha256(Files.readAllBytes(path)) + Files.getLastModifiedTime(path)
          : "directory";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The cell's files of a name, wherever they lie.
  List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(cell().root())) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }
  }

  /// The files below superseded/, as paths within the cell.
  List<String> superseded() throws IOException {
    Path superseded = cell().root().resolve("superseded");
    List<String> found = new ArrayList<>();
    if (Files.exists(superseded)) {
      try (Stream<Path> files = Files.walk(superseded)) {
        files
            .filter(Files::isRegularFile)
            .map(file -> superseded.relativize(file))
            .map(file -> file.subpath(1, file.getNameCount()).toString())
            .forEach(found::add);
      }
    }
    return found;
  }
}
