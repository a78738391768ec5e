package io.perftune.verb.compare;

import io.perftune.value.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Values as a reply shows them: texts of one line and of bounded length, numbers of four digits.
final class Shorter {
  private static final int LONGEST = 160;
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  /// Controls and what turns the direction of writing.
  private static final Pattern UNPRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}]+");

  private Shorter() {}

  /// One line, at most 160 characters.
  static String text(String text) {
    return text(text, LONGEST);
  }

  static String text(String text, int longest) {
    String line = UNPRINTED.matcher(text).replaceAll(" ").strip();
    if (line.codePointCount(0, line.length()) <= longest) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, longest - 3)) + "...";
  }

  /// Four significant digits, without an exponent.
  static String number(double value) {
    return new BigDecimal(value).round(DIGITS).toPlainString();
  }

  /// A copy with every text and number shortened.
  static JsonNode node(JsonNode node) {
    if (node.isObject()) {
      ObjectNode copy = Json.object();
      Json.members(node).forEach(member -> copy.set(member.getKey(), node(member.getValue())));
      return copy;
    }
    if (node.isArray()) {
      return Json.array().addAll(node.valueStream().map(Shorter::node).toList());
    }
    if (node.isString()) {
      return StringNode.valueOf(text(node.stringValue()));
    }
    return node.isFloatingPointNumber()
        ? DoubleNode.valueOf(new BigDecimal(node.doubleValue()).round(DIGITS).doubleValue())
        : node;
  }
}
