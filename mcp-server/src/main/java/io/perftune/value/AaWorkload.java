package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's `aa` block asks for.
public record AaWorkload(
    AaShape shape,
    AaMode mode,
    String engine,
    Endpoint endpoint,
    Load load,
    Output output,
    Checks checks) {
  /// The engine that is a streaming client of our own.
  public static final String BUILTIN = "builtin";

  public AaWorkload {
    requireNonNull(shape, "shape is null");
    requireNonNull(mode, "mode is null");
    requireNonNull(engine, "engine is null");
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(load, "load is null");
    requireNonNull(output, "output is null");
    requireNonNull(checks, "checks is null");
  }

  /// The cap on a request's output: the one that is given, else the shape's floor.
  public int maxOutputTokens() {
    Integer given = output.maxOutputTokens();
    return given == null ? shape.answerTokens() : given;
  }

  /// The same with another output.
  public AaWorkload with(Output other) {
    return new AaWorkload(shape, mode, engine, endpoint, load, other, checks);
  }

  /// The pod from which requests are sent; null: from this machine.
  public @Nullable BenchPod pod() {
    return load.aiperf().pod();
  }

  /// Whom to ask.
  ///
  /// @param origin scheme, host, port and base path without `/v1`; no user, no query
  /// @param path `/v1/chat/completions`
  /// @param model the served name
  /// @param apiKeyEnv the name of the variable that holds the key; `none`; null: by the rule for
  ///   the host
  public record Endpoint(
      URI origin,
      String path,
      String type,
      String model,
      @Nullable String apiKeyEnv,
      Access access) {
    public Endpoint {
      requireNonNull(origin, "origin is null");
      requireNonNull(path, "path is null");
      requireNonNull(type, "type is null");
      requireNonNull(model, "model is null");
      requireNonNull(access, "access is null");
    }
  }

  /// How the endpoint is entered beside its key.
  ///
  /// @param headers name -> value, in which `${NAME}` stands for an environment variable and is
  ///   never resolved in anything that is written
  /// @param caFile PEM certificates that are trusted instead of the system's; null: the system's
  public record Access(Map<String, String> headers, @Nullable String caFile) {
    /// Nothing special.
    public static final Access PLAIN = new Access(Map.of(), null);

    public Access {
      headers = Map.copyOf(headers);
    }
  }

  /// Time limits of one request, in seconds.
  ///
  /// @param connect TCP and TLS
  /// @param firstByte from sending to the response's first byte
  /// @param idle between two reads of a response
  /// @param request the whole request
  public record Timeouts(int connect, int firstByte, int idle, int request) {}

  /// How AIPerf is used.
  ///
  /// @param cmd how to start it; null: it is looked for
  /// @param pod where it runs; null: on this machine
  public record Aiperf(@Nullable String cmd, String tokenizer, @Nullable BenchPod pod) {
    public Aiperf {
      requireNonNull(tokenizer, "tokenizer is null");
    }

    /// One that runs on this machine.
    public Aiperf(@Nullable String cmd, String tokenizer) {
      this(cmd, tokenizer, null);
    }
  }

  /// What is asked of the endpoint beside the load.
  ///
  /// @param preflight the endpoint is probed before any load
  /// @param specScrape its metrics are read before and after each point
  /// @param metricsUrl null: `/metrics` below the origin, or nothing on a public gateway
  /// @param settle how the server is brought into its stride before anything counts
  public record Checks(
      boolean preflight, boolean specScrape, @Nullable String metricsUrl, Settle settle) {
    public Checks {
      requireNonNull(settle, "settle is null");
    }

    /// Checks of a server that is measured as it stands.
    public Checks(boolean preflight, boolean specScrape, @Nullable String metricsUrl) {
      this(preflight, specScrape, metricsUrl, Settle.NONE);
    }
  }

  /// What is done before a point so that it does not measure a server's first requests.
  ///
  /// @param prewarmShapes one completion of each, at the shape's own size
  /// @param burnIn the first point is run once more before all, and thrown away
  /// @param settleS seconds of quiet before each point; null: 30 with prewarm or burn-in, else none
  /// @param settleRequired a step that fails ends the run before its first point
  public record Settle(
      List<AaShape> prewarmShapes,
      boolean burnIn,
      @Nullable Integer settleS,
      boolean settleRequired) {
    /// Nothing is done.
    public static final Settle NONE = new Settle(List.of(), false, null, true);

    private static final int USUAL_PAUSE_S = 30;

    public Settle {
      prewarmShapes = List.copyOf(prewarmShapes);
    }

    /// Whether requests are sent before the first point.
    public boolean sends() {
      return burnIn || !prewarmShapes.isEmpty();
    }

    /// Seconds of quiet before each point; null where there is no pause.
    public @Nullable Integer pauseS() {
      return settleS == null && sends() ? Integer.valueOf(USUAL_PAUSE_S) : settleS;
    }
  }

  /// How much to ask.
  ///
  /// @param requestCount a point; null: max(20, 2 x concurrency)
  /// @param warmupRequests a point; null: the concurrency, or 0 on a public gateway
  /// @param trials how often each point is measured
  /// @param inputFile a user's own prompts for dataset-replay; null: generated ones
  public record Load(
      @Nullable Integer requestCount,
      @Nullable Integer warmupRequests,
      int trials,
      @Nullable String inputFile,
      Timeouts timeouts,
      Aiperf aiperf) {
    public Load {
      requireNonNull(timeouts, "timeouts is null");
      requireNonNull(aiperf, "aiperf is null");
    }
  }

  /// What the answer may be.
  ///
  /// @param extraOutputControls min_tokens and ignore_eos are sent; otherwise the length is only a
  ///   cap
  /// @param maxOutputTokens null: the shape's floor
  /// @param maxTokensField max_completion_tokens, max_tokens, or auto: whichever a preflight finds
  ///   to work
  /// @param extraBody merged into every request
  public record Output(
      boolean extraOutputControls,
      @Nullable Integer maxOutputTokens,
      String maxTokensField,
      ObjectNode extraBody) {
    public Output {
      requireNonNull(maxTokensField, "maxTokensField is null");
      extraBody = extraBody.deepCopy();
    }

    /// The field that carries the cap, as long as no preflight has found another.
    public String capField() {
      return auto() ? "max_completion_tokens" : maxTokensField;
    }

    /// True where a preflight is to find the field that carries the cap.
    public boolean auto() {
      return maxTokensField.equals("auto");
    }

    /// True where the chat template is asked to keep the model from thinking: chat_template_kwargs
    /// with enable_thinking or thinking set to false.
    public boolean asksNotToThink() {
      JsonNode template = extraBody.path("chat_template_kwargs");
      return Stream.of("enable_thinking", "thinking")
          .map(template::path)
          .anyMatch(value -> value.isBoolean() && !value.booleanValue());
    }

    /// The same with the field that was found.
    public Output withCapField(String field) {
      return new Output(extraOutputControls, maxOutputTokens, field, extraBody);
    }
  }
}
