package io.perftune.config;

import io.perftune.value.Json;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.ObjectNode;

/// Numbers such as 1e300, which are whole and far beyond 64 bits: the validator compares them only
/// as big integers.
final class HugeNumbers {
  private static final double LONGS_END = 0x1p63;

  private HugeNumbers() {}

  /// The instance itself where it holds none, else a copy with each as a big integer.
  static JsonNode whole(JsonNode node) {
    if (!within(node)) {
      return node;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      Json.members(object).forEach(member -> copy.set(member.getKey(), whole(member.getValue())));
      return copy;
    }
    return node.isArray()
        ? Json.array().addAll(node.valueStream().map(HugeNumbers::whole).toList())
        : BigIntegerNode.valueOf(new BigDecimal(node.doubleValue()).toBigInteger());
  }

  private static boolean within(JsonNode node) {
    return node.isContainer()
        ? node.valueStream().anyMatch(HugeNumbers::within)
        : node.isFloatingPointNumber()
            && Math.abs(node.doubleValue()) >= LONGS_END
            && Double.isFinite(node.doubleValue());
  }
}
