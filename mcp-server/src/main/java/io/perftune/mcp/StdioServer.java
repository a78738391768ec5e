package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.spec.McpSchema;
import io.perftune.mcp.offer.Offers;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import io.perftune.verb.Safety;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The MCP server on a pair of streams.
public final class StdioServer {
  private static final String NAME = "perf-tune-report";
  private static final int CALLS_AT_ONCE = 32;
  private static final Duration CLIENT_ANSWERS_WITHIN = Duration.ofMinutes(30);
  private static final Duration CALLS_END_WITHIN = Duration.ofSeconds(60);

  private static final String INSTRUCTIONS =
      """
      Measures Artificial Analysis (AA) language-model workloads against an OpenAI-compatible \
      endpoint and carries every number to a report and a lake.
      Order: campaign_init (checks a campaign YAML, makes its directory) -> cell_run with dry_run \
      for each cell (shows requests, tokens, endpoint, duration and the exact commands) -> after \
      the user agreed, cell_run with i_understand_this_submits_jobs: true -> atlas_aggregate -> \
      report_render -> publish_to_lake.
      Stop at a cell that failed; never quote a failed or partial point as full, and quote numbers \
      with their context_line. On a reasoning model quote TTFO with its coverage, not TTFT. A null \
      is not measured; problems say why. returncode: 0 done, 1 failed or partial, 2 refused (stderr \
      says what to do), 70 a defect.\
      """;

  private final Calls calls = new Calls(CALLS_AT_ONCE);
  private final StdioProvider provider;
  private final Offers offers;
  private final LineWriter writer;
  private final ClientRoots roots = new ClientRoots();
  private boolean stopped;

  /// @param contexts makes the world of a call around its progress
  /// @param checkout where docs/, schemas/ and configs/ lie
  public StdioServer(
      Dispatcher dispatcher,
      Function<Context.Progress, Context> contexts,
      String version,
      Path checkout,
      Streams streams) {
    McpJsonMapper mapper = new JacksonMcpJsonMapper(Json.MAPPER);
    writer = new LineWriter(streams.out(), streams.whenGone());
    offers = new Offers(() -> contexts.apply((_, _, _) -> {}), checkout, writer::write);
    provider =
        new StdioProvider(
            mapper,
            streams.in(),
            writer,
            calls,
            new ToolNames(dispatcher)::objection,
            offers,
            roots);
    McpServer.sync(provider)
        .serverInfo(NAME, version)
        .instructions(INSTRUCTIONS)
        .capabilities(
            McpSchema.ServerCapabilities.builder()
                .tools(false)
                .resources(true, true)
                .prompts(false)
                .completions()
                .logging()
                .build())
        .jsonMapper(mapper)
        .jsonSchemaValidator(new Trusting())
        .validateToolInputs(false)
        .requestTimeout(CLIENT_ANSWERS_WITHIN)
        .immediateExecution(true)
        .tools(tools(dispatcher, new ToolCall.Session(contexts, roots, this::done)))
        .build();
  }

  /// A list of resources grows old with what a call wrote.
  private void done(Reply reply) {
    if (offers.listed() && reply.safety() != Safety.READ_ONLY && reply.returncode() < 2) {
      writer.write(
          Json.object()
              .put("jsonrpc", "2.0")
              .put("method", McpSchema.METHOD_NOTIFICATION_RESOURCES_LIST_CHANGED));
    }
  }

  /// The client's side.
  ///
  /// @param whenGone called, maybe more than once, when the client takes no more answers
  public record Streams(InputStream in, OutputStream out, Runnable whenGone) {
    public Streams {
      requireNonNull(in, "in is null");
      requireNonNull(out, "out is null");
      requireNonNull(whenGone, "whenGone is null");
    }
  }

  /// Serves until the client closes its side, then ends every call that still runs.
  public void serve() throws IOException {
    try {
      provider.serve();
    } finally {
      stop();
    }
  }

  /// Cancels every call and waits, within limits, until each has ended its children; once.
  public synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    offers.close();
    try {
      boolean _ = calls.stop(CALLS_END_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<McpServerFeatures.SyncToolSpecification> tools(
      Dispatcher dispatcher, ToolCall.Session session) {
    return Tools.desks(dispatcher).stream()
        .map(desk ->
            McpServerFeatures.SyncToolSpecification.builder()
                .tool(Tools.tool(desk))
                .callHandler(new ToolCall(desk.verb().name(), dispatcher, session)::answer)
                .build())
        .toList();
  }

  /// Our own checks speak better, and a reply of ours that broke its schema must not be lost for
  /// it; tests hold replies to their schemas.
  private static final class Trusting implements JsonSchemaValidator {
    @Override
    public ValidationResponse validate(Map<String, Object> schema, Object content) {
      return ValidationResponse.asValid("");
    }

    @Override
    public void assertConforms(String what, Map<String, Object> schema) {}
  }
}
