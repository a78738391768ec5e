package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A field of the context that is not the same on both sides.
///
/// @param a the baseline's value as text; null where it has none
/// @param b the other's
/// @param why why a null is one; null where both have a value
public record Difference(
    String column, Role role, @Nullable String a, @Nullable String b, @Nullable String why) {
  public Difference {
    requireNonNull(column, "column is null");
    requireNonNull(role, "role is null");
  }

  /// What a difference means for the change.
  public enum Role {
    /// What a comparison is about: identity, parallelism, serving, reasoning state, server.
    UNDER_TEST,
    /// How it was measured: a change may be due to it, so there is no verdict.
    CONDITIONS,
    /// Other prompts of the same kind.
    PROMPTS,
    /// How much the figures carry.
    EVIDENCE;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<String> CONDITIONS_OF_STACK =
      Set.of("endpoint_kind", "bench_backend", "bench_version");
  private static final Set<String> PROMPTS_OF_WORKLOAD = Set.of("seed", "dataset_sha256");
  private static final Set<String> EVIDENCE =
      Set.of("trials", "same_node", "baseline", "requests", "tool_version");

  /// All context fields in which the rows of a pair differ, in the table's order; then what the
  /// cells declare beyond the table: their extras and the fields that they add to a request.
  ///
  /// @param table atlas_v1
  /// @param a the cell of the baseline as its campaign file has it
  /// @param b the other's
  static List<Difference> of(Table table, Pair pair, JsonNode a, JsonNode b) {
    List<Difference> differences = ofRows(table, pair);
    Set<String> extras = new TreeSet<>(a.path("extras").propertyNames());
    extras.addAll(b.path("extras").propertyNames());
    for (String name : extras) {
      declared(
              "extras." + name,
              Role.UNDER_TEST,
              a.path("extras").path(name),
              b.path("extras").path(name))
          .ifPresent(differences::add);
    }
    aa("extra_body", Role.UNDER_TEST, a, b).ifPresent(differences::add);
    aa("warmup_requests", Role.CONDITIONS, a, b).ifPresent(differences::add);
    if (a.path("aa").hasNonNull("bench_pod") != b.path("aa").hasNonNull("bench_pod")) {
      aa("bench_pod", Role.CONDITIONS, a, b).ifPresent(differences::add);
    }
    return differences;
  }

  private static Optional<Difference> aa(String name, Role role, JsonNode a, JsonNode b) {
    return declared("aa." + name, role, a.path("aa").path(name), b.path("aa").path(name));
  }

  private static Optional<Difference> declared(String name, Role role, JsonNode a, JsonNode b) {
    String from = text(a);
    String to = text(b);
    return Objects.equals(from, to)
        ? Optional.empty()
        : Optional.of(
            new Difference(
                name,
                role,
                from,
                to,
                from == null || to == null ? "the cell does not declare it" : null));
  }

  private static @Nullable String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isObject() && value.isEmpty())
        ? null
        : value.isValueNode() ? value.asString() : Json.line(value);
  }

  private static List<Difference> ofRows(Table table, Pair pair) {
    List<Difference> differences = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      Role role = role(column);
      String name = column.name();
      if (role != null && !pair.a().value(name).equals(pair.b().value(name))) {
        differences.add(
            new Difference(name, role, pair.a().text(name), pair.b().text(name), why(pair, name)));
      }
    }
    return differences;
  }

  /// The columns that are the context of a comparison, the workload's key apart.
  static List<String> columns(Table table) {
    return table.columns().stream()
        .filter(column -> role(column) != null)
        .map(Table.Column::name)
        .toList();
  }

  private static @Nullable String why(Pair pair, String column) {
    for (Row row : List.of(pair.a(), pair.b())) {
      if (row.value(column).isNull()) {
        String why = row.whyNull(column);
        return why == null ? "unmeasured" : why;
      }
    }
    return null;
  }

  private static @Nullable Role role(Table.Column column) {
    String name = column.name();
    if (Workload.KEY.contains(name)) {
      return null;
    }
    if (EVIDENCE.contains(name)) {
      return Role.EVIDENCE;
    }
    return switch (column.group()) {
      case "identity", "parallelism", "serving" -> Role.UNDER_TEST;
      case "reasoning state" -> name.equals("ttft_ttfo_tied") ? null : Role.UNDER_TEST;
      case "stack" -> CONDITIONS_OF_STACK.contains(name) ? Role.CONDITIONS : Role.UNDER_TEST;
      case "regime" -> name.equals("cached_token_share") ? null : Role.CONDITIONS;
      case "client" -> name.equals("client_verdict") ? Role.CONDITIONS : null;
      case "workload" -> PROMPTS_OF_WORKLOAD.contains(name) ? Role.PROMPTS : null;
      default -> null;
    };
  }

  ObjectNode toJson() {
    return Json.object()
        .put("column", column)
        .put("role", role.label())
        .put("a", a)
        .put("b", b)
        .put("why", why);
  }

  /// `quant: bf16 | fp8`; a null is shown as its reason.
  public String line() {
    return "%s: %s | %s".formatted(column, shown(a), shown(b));
  }

  private String shown(@Nullable String value) {
    return value == null ? "none (" + why + ")" : value;
  }
}
