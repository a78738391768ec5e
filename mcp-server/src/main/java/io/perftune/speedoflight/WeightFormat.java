package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a deployment stores the weights of its layers, and what one of them weighs.
///
/// The output head is counted at [#HEAD_BYTES] whatever the layers have: quantised checkpoints
/// leave it alone.
///
/// @param name as it was declared
/// @param bytes of one weight, its share of the scales included
/// @param compute the format in which such weights are multiplied; null where the name does not say
///   it, as with weights that are only stored in 4 bits
public record WeightFormat(String name, double bytes, @Nullable ComputeFormat compute) {
  /// Bytes of one weight of the output head.
  public static final double HEAD_BYTES = 2;

  /// Bytes of the scale of a group of INT4 weights.
  private static final double INT4_SCALE_BYTES = 2;

  private static final Pattern INT4 = Pattern.compile("(?:INT4|W4A16)(?:G(\\d{1,5}))?");

  /// By normalised name. NVFP4 has an FP8 scale every 16 weights, MXFP4 and MXFP8 an eight-bit one
  /// every 32.
  private static final Map<String, WeightFormat> KNOWN =
      Map.ofEntries(
          entry("FP32", 4, null),
          entry("BF16", 2, ComputeFormat.BF16),
          entry("BFLOAT16", 2, ComputeFormat.BF16),
          entry("FP16", 2, ComputeFormat.BF16),
          entry("FLOAT16", 2, ComputeFormat.BF16),
          entry("FP8", 1, ComputeFormat.FP8),
          entry("FP8E4M3", 1, ComputeFormat.FP8),
          entry("INT8", 1, ComputeFormat.INT8),
          entry("W8A8INT8", 1, ComputeFormat.INT8),
          entry("W8A8FP8", 1, ComputeFormat.FP8),
          entry("MXFP8", 1 + 1 / 32.0, ComputeFormat.FP8),
          entry("NVFP4", 0.5 + 1 / 16.0, ComputeFormat.NVFP4),
          entry("FP4", 0.5 + 1 / 16.0, ComputeFormat.NVFP4),
          entry("MXFP4", 0.5 + 1 / 32.0, ComputeFormat.MXFP4));

  public WeightFormat {
    requireNonNull(name, "name is null");
  }

  /// The format of that name; case, `-`, `_` and blanks do not matter.
  ///
  /// @param groupSize weights that share a scale, for INT4; null where it is not declared, unless
  ///   the name says it (`INT4-G128`)
  /// @throws ProblemException where the name is not known, or INT4 has no group size: the bytes of
  ///   another format are never taken instead
  public static WeightFormat named(String name, @Nullable Integer groupSize) {
    String normal = normalized(name);
    Matcher int4 = INT4.matcher(normal);
    if (int4.matches()) {
      return int4(name, int4.group(1) == null ? groupSize : Integer.valueOf(int4.group(1)));
    }
    WeightFormat known = KNOWN.get(normal);
    if (known == null) {
      throw new ProblemException(
          Problem.of(
              "unknown-quant",
              "Nothing says how many bytes a weight of quant \"%s\" has.".formatted(name),
              "Known are BF16, FP16, FP8, INT8, MXFP8, NVFP4 (FP4), MXFP4, INT4-G<group size>"
                  + " (W4A16) and FP32."));
    }
    return new WeightFormat(name, known.bytes, known.compute);
  }

  private static WeightFormat int4(String name, @Nullable Integer groupSize) {
    if (groupSize == null || groupSize < 1) {
      throw new ProblemException(
          Problem.of(
              "missing-group-size",
              "Quant \"%s\" has a scale for each group of weights, and no group size is declared."
                  .formatted(name),
              "Write it into the name, such as INT4-G128, or give a config.json whose"
                  + " quantization_config has group_size."));
    }
    return new WeightFormat(name, 0.5 + INT4_SCALE_BYTES / groupSize, null);
  }

  static String normalized(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[-_ .]", "");
  }

  private static Map.Entry<String, WeightFormat> entry(
      String name, double bytes, @Nullable ComputeFormat compute) {
    return Map.entry(name, new WeightFormat(name, bytes, compute));
  }
}
