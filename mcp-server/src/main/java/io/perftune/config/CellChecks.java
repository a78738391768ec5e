package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a cell must hold beyond its schema: the rules that tie one value to another.
final class CellChecks {
  private static final String NOT_APPLICABLE = "not_applicable";
  private static final String ONLY_BUILTIN = "is given, and engine aiperf cannot do it.";
  private static final String USE_BUILTIN = "Say engine: builtin, or remove it.";
  private static final Set<String> SET_BY_THE_CLIENT =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "transfer-encoding",
          "connection",
          "accept",
          "accept-encoding",
          "x-request-id");
  private static final Set<String> SET_BY_THE_WORKLOAD =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "min_tokens",
          "ignore_eos",
          "temperature",
          "top_p");

  private final Ceilings ceilings;
  private final Findings findings;
  private final Fields cell;
  private final Fields aa;

  private CellChecks(Ceilings ceilings, Findings findings, Fields cell) {
    this.ceilings = ceilings;
    this.findings = findings;
    this.cell = cell;
    this.aa = cell.in("aa");
  }

  /// Checks one cell with its defaults filled in; what breaks its schema is passed over.
  static void run(Ceilings ceilings, Findings findings, Fields cell) {
    CellChecks checks = new CellChecks(ceilings, findings, cell);
    checks.hardware();
    checks.gpus();
    checks.notApplicable();
    checks.requests();
    checks.urls();
    checks.prompts();
    checks.output();
    checks.capField();
    checks.extraBody();
    checks.builtinOnly();
    checks.pod();
    checks.headers();
    checks.variables(checks.aa.object(), checks.aa.pointer());
  }

  private void hardware() {
    String token = cell.text("hardware");
    if (token != null && !token.equals(Ceilings.UNDISCLOSED) && ceilings.key(token).isEmpty()) {
      findings.add(
          "unknown-hardware",
          cell.at("hardware"),
          "is \"%s\", which configs/sol-ceilings.yaml does not know.".formatted(token),
          ceilings.remedy(token));
    }
  }

  private void gpus() {
    Integer declared = cell.whole("num_gpus");
    Integer tensor = cell.whole("tensor_parallel");
    Integer pipeline = cell.whole("pipeline_parallel");
    Integer data = cell.whole("data_parallel");
    if (declared == null || tensor == null || pipeline == null || data == null) {
      return;
    }
    long product = (long) tensor * pipeline * data;
    if (declared != product) {
      findings.add(
          "gpus-disagree",
          cell.at("num_gpus"),
          "is %d, but tensor x pipeline x data parallel is %d x %d x %d = %d."
              .formatted(declared, tensor, pipeline, data, product),
          "Correct one of them, or leave num_gpus out.");
    }
  }

  private void notApplicable() {
    if ("simulator".equals(cell.text("serving_engine"))) {
      return;
    }
    for (String key : cell.object().propertyNames()) {
      if (NOT_APPLICABLE.equals(cell.text(key))) {
        findings.add(
            "not-applicable",
            cell.at(key),
            "is not_applicable, which only serving_engine simulator may say.",
            "Declare it, or write undisclosed where it cannot be known.");
      }
    }
  }

  private void requests() {
    Integer requests = aa.whole("request_count");
    int most = concurrencies().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (requests != null && requests > 0 && requests < most) {
      findings.add(
          "too-few-requests",
          aa.at("request_count"),
          "is %d, and so many requests never reach concurrency %d.".formatted(requests, most),
          "Give at least %d, or leave it out for max(20, 2 x concurrency).".formatted(most));
    }
  }

  private List<Integer> concurrencies() {
    List<Integer> numbers = new ArrayList<>();
    JsonNode list = cell.object().path("concurrencies");
    if (list.isArray()) {
      list.forEach(number -> {
        if (number.canConvertToInt()) {
          numbers.add(number.intValue());
        }
      });
    }
    return numbers;
  }

  private void urls() {
    url("url", EndpointUrl::fault);
    url("metrics_url", EndpointUrl::metricsFault);
    boolean off = aa.object().path("spec_scrape").isBoolean() && !aa.isTrue("spec_scrape");
    if (aa.text("metrics_url") != null && off) {
      findings.add(
          "metrics-url-unused",
          aa.at("metrics_url"),
          "is given, but spec_scrape: false reads no metrics.",
          "Remove one of them.");
    }
  }

  private void url(String key, Function<String, Optional<EndpointUrl.Fault>> check) {
    String url = aa.text(key);
    Optional<EndpointUrl.Fault> fault =
        url == null || url.contains("${") ? Optional.empty() : check.apply(url);
    fault.ifPresent(found ->
        findings.add(
            "bad-url",
            aa.at(key),
            "is \"%s\", which %s".formatted(url, found.says()),
            found.remedy()));
  }

  private void prompts() {
    if (aa.text("input_file") != null && AaMode.SYNTHETIC.label().equals(aa.text("mode"))) {
      findings.add(
          "input-file-unused",
          aa.at("input_file"),
          "is given, but aa.mode synthetic replays no file.",
          "Say mode: dataset-replay, or remove input_file.");
    }
  }

  private void output() {
    AaShape shape = shape();
    if (shape == null) {
      return;
    }
    Integer most = aa.whole("max_output_tokens");
    boolean reasoning = cell.isTrue("reasoning");
    int floor = shape.answerTokens();
    if (reasoning && aa.object().path("max_output_tokens").isNull()) {
      findings.add(
          "no-room-to-think",
          aa.at("max_output_tokens"),
          "is missing, and a reasoning model that may write %,d tokens can think them all away before it answers."
              .formatted(floor),
          "Give more than %d: thinking and the %s floor of %d answer tokens together."
              .formatted(floor, shape.label(), floor));
    } else if (most != null && (most < floor || (reasoning && most == floor))) {
      findings.add(
          "below-the-floor",
          aa.at("max_output_tokens"),
          "is %d, %s the %d answer tokens that %s asks for at least."
              .formatted(
                  most,
                  reasoning ? "which leaves no room to think beside" : "below",
                  floor,
                  shape.label()),
          "Give %s %d.".formatted(reasoning ? "more than" : "at least", floor));
    }
  }

  private @Nullable AaShape shape() {
    String label = aa.text("shape");
    return label == null ? null : AaShape.labelled(label).orElse(null);
  }

  private void capField() {
    boolean none = aa.object().path("preflight").isBoolean() && !aa.isTrue("preflight");
    if (none && "auto".equals(aa.text("max_tokens_field"))) {
      findings.add(
          "nobody-looks",
          aa.at("max_tokens_field"),
          "is auto, and aa.preflight false leaves nobody to find out.",
          "Say max_completion_tokens or max_tokens, or allow the preflight.");
    }
  }

  private void extraBody() {
    Fields body = aa.in("extra_body");
    for (String key : body.object().propertyNames()) {
      if (SET_BY_THE_WORKLOAD.contains(key)) {
        findings.add(
            "set-by-the-workload", body.at(key), "is set by the workload itself.", remedy(key));
      }
    }
  }

  /// What only our own client can do, and AIPerf would pass over without a word.
  private void builtinOnly() {
    if (AaWorkload.BUILTIN.equals(aa.text("engine"))) {
      return;
    }
    if (!aa.in("headers").object().isEmpty()) {
      findings.add("engine-lacks-it", aa.at("headers"), ONLY_BUILTIN, USE_BUILTIN);
    }
    if (aa.text("ca_file") != null) {
      findings.add("engine-lacks-it", aa.at("ca_file"), ONLY_BUILTIN, USE_BUILTIN);
    }
  }

  /// A pod has AIPerf and no JVM; where there is no pod, nothing may speak of one.
  private void pod() {
    if (aa.text("bench_pod") != null) {
      if (AaWorkload.BUILTIN.equals(aa.text("engine"))) {
        findings.add(
            "engine-not-in-pods",
            aa.at("bench_pod"),
            "is given, and engine builtin runs on this machine only.",
            "Say engine: aiperf, or remove bench_pod and measure from here.");
      }
      return;
    }
    for (String key : List.of("namespace", "kube_context")) {
      if (aa.text(key) != null) {
        findings.add(
            "pod-missing",
            aa.at(key),
            "is given, and bench_pod is not.",
            "Name the pod from which to send as bench_pod, or remove it.");
      }
    }
  }

  private void headers() {
    Fields headers = aa.in("headers");
    for (String name : headers.object().propertyNames()) {
      if (SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
        findings.add(
            "set-by-the-client", headers.at(name), "is set by the client itself.", "Remove it.");
      }
    }
  }

  private static String remedy(String key) {
    return switch (key) {
      case "max_tokens", "max_completion_tokens" -> "Remove it and give aa.max_output_tokens.";
      case "min_tokens", "ignore_eos" -> "Remove it; aa.extra_output_controls turns it on or off.";
      case "model" -> "Remove it and give aa.model.";
      default -> "Remove it.";
    };
  }

  /// AIPerf puts variables of its environment in for `${NAME}`; a campaign file must not reach
  /// them. Header values may: they go to our own client, which puts in no others.
  private void variables(JsonNode node, String pointer) {
    if (node.isString() && node.asString().contains("${")) {
      findings.add(
          "no-variables",
          pointer,
          "holds ${...}, and a campaign file puts in no variables.",
          "Write the value out; a key is named by aa.api_key_env.");
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        variables(node.get(i), pointer + "/" + i);
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : Json.members(node)) {
        if (!(pointer.equals(aa.pointer()) && member.getKey().equals("headers"))) {
          variables(member.getValue(), new Fields(node, pointer).at(member.getKey()));
        }
      }
    }
  }
}
