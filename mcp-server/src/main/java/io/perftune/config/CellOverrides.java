package io.perftune.config;

import io.perftune.config.yaml.Findings;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What one call of cell_run changes in a cell, for that run only.
public final class CellOverrides {
  private static final String CELL = "/cells/0";
  private static final String SHAPE = "aa_shape";
  private static final Map<String, String> POINTERS = pointers();

  private CellOverrides() {}

  /// The cell with the input's overrides, checked as the campaign file was.
  ///
  /// @param input of cell_run: aa_shape (must equal the cell's), aa_mode, request_count,
  ///   concurrencies, endpoint_url, served_model, engine, trials, input_file, namespace, bench_pod,
  ///   kube_context; other members are passed over
  /// @throws ProblemException with everything that is wrong, placed by flag
  public static Cell apply(Cell cell, ObjectNode input) {
    Findings findings = new Findings(pointer -> name(pointer, input));
    CredentialScan credentials = new CredentialScan(findings);
    Ceilings ceilings = Ceilings.load();
    ObjectNode declared = declared(cell, input, findings);
    ObjectNode file = Json.object().put("name", "overrides");
    file.putArray("cells").add(declared);
    credentials.values(file, "");
    findings.addAll(
        CampaignFile.SCHEMA.problems(
            LaterKeys.pruned(file, findings), findings::name, pointer -> pointer));
    CellChecks.run(ceilings, findings, new Fields(declared, CELL));
    if (!findings.isEmpty()) {
      throw new ProblemException(
          credentials.masked(findings.problems(pointer -> where(pointer, cell, input))));
    }
    return new CellReader(ceilings).cell(declared);
  }

  private static ObjectNode declared(Cell cell, ObjectNode input, Findings findings) {
    ObjectNode declared = cell.declared().deepCopy();
    String asked = new Fields(input, "").text(SHAPE);
    String shape = cell.aa().shape().label();
    if (asked != null && !asked.equals(shape)) {
      findings.add(
          "other-shape",
          CELL + "/aa/shape",
          "is %s, but cell %s is %s.".formatted(asked, cell.cellId(), shape),
          "Name the cell of that shape; one shape is one cell.");
    }
    for (Map.Entry<String, String> override : POINTERS.entrySet()) {
      JsonNode value = input.get(override.getKey());
      if (value != null && !value.isNull() && !override.getKey().equals(SHAPE)) {
        set(declared, override.getValue(), value);
      }
    }
    return declared;
  }

  private static void set(ObjectNode declared, String pointer, JsonNode value) {
    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
    ObjectNode holder =
        pointer.startsWith("/aa/") ? (ObjectNode) declared.required("aa") : declared;
    holder.set(key, value.deepCopy());
  }

  private static String name(String pointer, ObjectNode input) {
    String flag = flag(pointer, input);
    return flag.isEmpty() ? SchemaWords.name(pointer.replaceFirst("^" + CELL, "")) : flag;
  }

  private static String where(String pointer, Cell cell, ObjectNode input) {
    String flag = flag(pointer, input);
    return flag.isEmpty() ? "cell " + cell.cellId() : flag;
  }

  /// The flag that set what the pointer means; empty where the cell did.
  private static String flag(String pointer, ObjectNode input) {
    String around = pointer.replaceFirst("^" + CELL, "");
    while (!around.isEmpty()) {
      for (Map.Entry<String, String> override : POINTERS.entrySet()) {
        if (override.getValue().equals(around) && input.hasNonNull(override.getKey())) {
          return "--" + override.getKey().replace('_', '-');
        }
      }
      around = around.substring(0, around.lastIndexOf('/'));
    }
    return "";
  }

  private static Map<String, String> pointers() {
    Map<String, String> pointers = new LinkedHashMap<>();
    pointers.put(SHAPE, "/aa/shape");
    pointers.put("aa_mode", "/aa/mode");
    pointers.put("request_count", "/aa/request_count");
    pointers.put("concurrencies", "/concurrencies");
    pointers.put("endpoint_url", "/aa/url");
    pointers.put("served_model", "/aa/model");
    pointers.put("engine", "/aa/engine");
    pointers.put("trials", "/aa/trials");
    pointers.put("input_file", "/aa/input_file");
    pointers.put("namespace", "/aa/namespace");
    pointers.put("bench_pod", "/aa/bench_pod");
    pointers.put("kube_context", "/aa/kube_context");
    return pointers;
  }
}
