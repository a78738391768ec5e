package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One cell of a campaign: an endpoint and its context, one AA shape, and the concurrencies at
/// which it is measured.
///
/// @param declared the cell as the file has it, with defaults: what rows copy
/// @param ceilingKey the key of sol-ceilings.yaml that the declared hardware means; empty where it
///   is undisclosed
public record Cell(
    String cellId,
    ObjectNode declared,
    List<Integer> concurrencies,
    String ceilingKey,
    AaWorkload aa) {
  public Cell {
    requireNonNull(cellId, "cellId is null");
    requireNonNull(declared, "declared is null");
    requireNonNull(ceilingKey, "ceilingKey is null");
    requireNonNull(aa, "aa is null");
    concurrencies = List.copyOf(concurrencies);
  }

  /// The same with the field that a preflight found to carry the cap, where the cell leaves it
  /// open.
  public Cell resolved(Preflight preflight) {
    AaWorkload.Output output = aa.output();
    return output.auto()
        ? new Cell(
            cellId,
            declared,
            concurrencies,
            ceilingKey,
            aa.with(output.withCapField(preflight.seen().capField())))
        : this;
  }

  /// Where the endpoint stands: public_gateway, in_cluster or local.
  public String endpointKind() {
    return declared.required("endpoint_kind").asString();
  }
}
