package io.perftune.cli;

import static java.util.Objects.requireNonNull;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.perftune.value.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Drives a whole campaign over stdio as an agent would: init, plan, run, aggregate, render,
/// publish.
///
/// It stops at the first step that is not done, and exits with that step's code.
@Command(name = "quickstart", mixinStandardHelpOptions = true)
public final class Quickstart implements Callable<Integer> {
  private static final String TOOL = "perf_tune_report_";

  @Option(
      names = "--server",
      required = true,
      description = "The program that serves MCP on stdio.")
  private String server = "";

  @Option(names = "--config", required = true, description = "The campaign file.")
  private String config = "";

  @Option(names = "--endpoint-url", required = true, description = "The endpoint to measure.")
  private String endpoint = "";

  @Option(names = "--engine", required = true, description = "What sends the load.")
  private String engine = "";

  @Option(names = "--lake", required = true, description = "The directory to publish to.")
  private String lake = "";

  private final PrintStream out;

  Quickstart(PrintStream out) {
    this.out = requireNonNull(out, "out is null");
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Quickstart(System.out)).execute(args));
  }

  @Override
  public Integer call() {
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(server).env(System.getenv()).build(),
            McpJsonDefaults.getMapper());
    transport.setStdErrorHandler(out::println);
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofHours(2))
            .initializationTimeout(Duration.ofMinutes(5))
            .progressConsumer(this::show)
            .build()) {
      client.initialize();
      return drive(client);
    } catch (StepException e) {
      out.println(e.getMessage());
      return e.code;
    } catch (McpError e) {
      out.println("The server answered with an error: " + e.getMessage());
      return 1;
    }
  }

  private int drive(McpSyncClient client) {
    JsonNode made = step(client, "campaign_init", Map.of("config", config));
    String campaign = made.required("campaign_id").asString();
    for (JsonNode cell : made.required("cells")) {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("campaign", campaign);
      run.put("cell", cell.asString());
      run.put("endpoint_url", endpoint);
      run.put("engine", engine);
      run.put("dry_run", true);
      step(client, "cell_run", run);
      run.remove("dry_run");
      run.put("i_understand_this_submits_jobs", true);
      step(client, "cell_run", run);
    }
    step(client, "atlas_aggregate", Map.of("campaign", campaign));
    JsonNode report = step(client, "report_render", Map.of("campaign", campaign));
    JsonNode published =
        step(client, "publish_to_lake", Map.of("campaign", campaign, "lake", lake));
    out.println();
    out.println("Report: " + report.required("out_html").asString());
    out.println("Lake:   " + published.required("destination").asString());
    published
        .required("tables")
        .forEach(table ->
            out.printf(
                "        %s: %s rows%n",
                table.required("table").asString(), table.required("row_count")));
    return 0;
  }

  /// Calls one tool, prints what it says to a reader, and gives what it says to a machine.
  private JsonNode step(McpSyncClient client, String verb, Map<String, Object> arguments) {
    out.println();
    out.println("== " + verb + " " + Json.line(Json.MAPPER.valueToTree(arguments)));
    CallToolRequest request =
        CallToolRequest.builder(TOOL + verb)
            .arguments(new LinkedHashMap<>(arguments))
            .progressToken(verb)
            .build();
    CallToolResult result = client.callTool(request);
    JsonNode envelope = Json.MAPPER.valueToTree(result.structuredContent());
    out.println(envelope.path("stdout").asString("").strip());
    int code = envelope.path("returncode").asInt(70);
    if (code != 0) {
      throw new StepException(
          "%s ended with %d.%n%s".formatted(verb, code, envelope.path("stderr").asString("")),
          code);
    }
    return envelope.required("json");
  }

  private void show(ProgressNotification progress) {
    out.println("   " + progress.message());
  }

  /// A step that was not done.
  private static final class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    StepException(String message, int code) {
      super(message);
      this.code = code;
    }
  }
}
