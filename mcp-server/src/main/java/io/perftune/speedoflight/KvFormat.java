package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.Map;

/// How a deployment stores its KV cache.
///
/// @param name as it was declared
/// @param bytes of one element, its share of the scales included
public record KvFormat(String name, double bytes) {
  private static final Map<String, Double> KNOWN =
      Map.ofEntries(
          Map.entry("FP8", 1.0),
          Map.entry("FP8E4M3", 1.0),
          Map.entry("FP8E5M2", 1.0),
          Map.entry("BF16", 2.0),
          Map.entry("BFLOAT16", 2.0),
          Map.entry("FP16", 2.0),
          Map.entry("FLOAT16", 2.0),
          Map.entry("NVFP4", 0.5 + 1 / 16.0));

  public KvFormat {
    requireNonNull(name, "name is null");
  }

  /// The format of that name; case, `-`, `_` and blanks do not matter.
  ///
  /// @throws ProblemException where the name is not known; `auto` is refused too, for it says only
  ///   that the server chose
  public static KvFormat named(String name) {
    Double bytes = KNOWN.get(WeightFormat.normalized(name));
    if (bytes == null) {
      throw new ProblemException(
          Problem.of(
              "unknown-kv-dtype",
              "KV cache dtype \"%s\" does not say how many bytes an element has.".formatted(name),
              "Name the dtype that the server runs with: bf16, fp16, fp8 or nvfp4."));
    }
    return new KvFormat(name, bytes);
  }
}
