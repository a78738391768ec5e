package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import io.perftune.config.Schema;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Everything that is wrong in a file of readings, each with its path in it: what its schema
/// forbids, what contradicts itself, and what contradicts the cell.
public final class ProfileChecks {
  /// Rounding of shares that were written with few digits.
  private static final double SHARES = 100.5;

  private final ProfileFile file;
  private final Deployment deployment;
  private final Ceilings ceilings;
  private final List<Problem> problems = new ArrayList<>();

  private ProfileChecks(ProfileFile file, Deployment deployment, Ceilings ceilings) {
    this.file = requireNonNull(file, "file is null");
    this.deployment = requireNonNull(deployment, "deployment is null");
    this.ceilings = requireNonNull(ceilings, "ceilings is null");
  }

  /// In the file's order, its schema's first; empty where the file can be taken.
  ///
  /// @param deployment what the cell declares
  public static List<Problem> problems(ProfileFile file, Deployment deployment, Ceilings ceilings) {
    List<Problem> all =
        new ArrayList<>(
            Schema.load(file.kind().schema())
                .problems(file.json(), pointer -> file.place() + pointer));
    ProfileChecks checks = new ProfileChecks(file, deployment, ceilings);
    checks.hardware();
    checks.gpus("/num_gpus", Json.integer(file.json(), "num_gpus"));
    switch (file.kind()) {
      case KERNELS -> checks.categories();
      case NCU_KERNELS -> checks.kernels();
      case DCGM -> checks.windows();
    }
    all.addAll(checks.problems);
    return all;
  }

  private void hardware() {
    String told = Json.text(file.json(), "hardware");
    String key = told == null ? null : ceilings.key(told).orElse(null);
    String part = deployment.part();
    if (told != null && key == null) {
      problems.add(ceilings.unknown(told).at(file.place() + "/hardware"));
    } else if (key == null && part == null) {
      problem(
          "hardware-unknown",
          "Neither cell %s nor the file says on which hardware it ran.".formatted(cell()),
          "/hardware",
          "Add hardware to the file: a key of sol-ceilings.yaml such as h100_sxm.");
    } else if (key != null && part != null && !key.equals(part)) {
      problem(
          "contradiction",
          "The file's hardware is %s, the cell's is %s.".formatted(key, part),
          "/hardware",
          "Import it into the cell that ran on it.");
    }
  }

  private void gpus(String pointer, @Nullable Long counted) {
    Long declared = deployment.gpus();
    if (counted != null && declared != null && !counted.equals(declared)) {
      problem(
          "contradiction",
          "The file has readings of %d GPUs, cell %s has %d.".formatted(counted, cell(), declared),
          pointer,
          "Give every GPU of the deployment once, or import it into the cell that it is of.");
    }
  }

  private void categories() {
    captured();
    double sum = 0;
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode entry : file.json().path("categories")) {
      String at = "/categories/" + index++;
      once(names, entry, "category", at);
      Double share = Json.number(entry, "gpu_time_share_pct");
      sum += share == null ? 0 : share;
      boolean achieved =
          entry.has("achieved_bytes_per_s_per_gpu") || entry.has("achieved_flops_per_s_per_gpu");
      if (achieved && !entry.has("bound")) {
        problem(
            "missing",
            "A rate stands without the bound that it is held to.",
            at + "/bound",
            "Add bound: memory, compute, communication or other.");
      }
    }
    if (sum > SHARES) {
      problem(
          "shares-above-100",
          "The shares add up to %.2f %%.".formatted(sum),
          "/categories",
          "Give shares of the GPU time of one capture; they add up to 100 % at most.");
    }
  }

  private void kernels() {
    captured();
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode entry : file.json().path("kernels")) {
      String at = "/kernels/" + index++;
      once(names, entry, "kernel_name", at);
      Double bytes = Json.number(entry, "dram_bytes");
      Double flops = Json.number(entry, "flops");
      if (bytes != null && flops != null && bytes == 0 && flops == 0) {
        problem(
            "nothing-read",
            "The kernel moved no bytes and did no FLOPs.",
            at,
            "Leave it out, or collect dram__bytes and the FLOP counters for it.");
      }
    }
  }

  private void windows() {
    Set<String> held = new HashSet<>();
    int index = 0;
    for (JsonNode window : file.json().path("windows")) {
      String at = "/windows/" + index++;
      Instant start = instant(window, "start_utc", at);
      Instant end = instant(window, "end_utc", at);
      if (start != null && end != null && !end.isAfter(start)) {
        problem(
            "window-empty",
            "The window ends at %s, not after its begin at %s.".formatted(end, start),
            at + "/end_utc",
            "Give the end of the measured stretch.");
      }
      if (!held.add(window.path("concurrency").asString(""))) {
        problem(
            "repeated",
            "Two windows have the same concurrency.",
            at + "/concurrency",
            "Give one window a concurrency, and at most one without.");
      }
      Set<String> names = new HashSet<>();
      JsonNode gpus = window.path("gpus");
      for (int gpu = 0; gpu < gpus.size(); gpu++) {
        once(names, gpus.path(gpu), "gpu", at + "/gpus/" + gpu);
      }
      if (gpus.isArray()) {
        gpus(at + "/gpus", (long) gpus.size());
      }
    }
  }

  private void captured() {
    Instant _ = instant(file.json(), "captured_at_utc", "");
  }

  private void once(Set<String> names, JsonNode entry, String member, String at) {
    String name = Json.text(entry, member);
    if (name != null && !names.add(name)) {
      problem(
          "repeated",
          "%s %s stands there twice.".formatted(member, Json.line(entry.path(member))),
          at + "/" + member,
          "Sum what belongs together, or tell the two apart by name.");
    }
  }

  /// Null where there is none, or where it is none, which is a problem.
  private @Nullable Instant instant(JsonNode holder, String member, String at) {
    String text = Json.text(holder, member);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException _) {
      problem(
          "no-instant",
          "%s is %s, which is no date.".formatted(member, Json.line(holder.path(member))),
          at + "/" + member,
          "Give a UTC instant such as 2026-01-15T10:00:00Z.");
      return null;
    }
  }

  private String cell() {
    return deployment.cellId();
  }

  private void problem(String code, String message, String pointer, String remedy) {
    problems.add(new Problem(code, message, file.place() + pointer, remedy));
  }
}
