package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one accelerator can do at most.
///
/// @param compute of the format in which matrices are multiplied; null where the format, or the
///   part's peak of it, is not known: another format's is never taken
public record Peaks(Peak hbm, @Nullable Peak compute) {
  /// The metric of configs/sol-ceilings.yaml that holds the HBM bandwidth.
  public static final String HBM_METRIC = "hbm_tbps";

  public Peaks {
    requireNonNull(hbm, "hbm is null");
  }

  /// One peak.
  ///
  /// @param key its path in configs/sol-ceilings.yaml
  /// @param perSecond bytes or operations a second
  public record Peak(String key, double perSecond) {
    public Peak {
      requireNonNull(key, "key is null");
    }
  }

  /// The peaks of a part; null where its HBM bandwidth is not known.
  ///
  /// @param part its key in configs/sol-ceilings.yaml
  /// @param compute null where the format is not known
  /// @param ceiling the figure at a key path, in TB/s or PFLOPS; null where there is none
  public static @Nullable Peaks of(
      String part, @Nullable ComputeFormat compute, Function<String, @Nullable Double> ceiling) {
    Peak hbm = peak(part + "." + HBM_METRIC, 1e12, ceiling);
    if (hbm == null) {
      return null;
    }
    return new Peaks(
        hbm, compute == null ? null : peak(part + "." + compute.metric(), 1e15, ceiling));
  }

  /// FLOPs a byte above which compute, not HBM, is the limit; null without a compute peak.
  public @Nullable Double ridge() {
    return compute == null ? null : compute.perSecond / hbm.perSecond;
  }

  private static @Nullable Peak peak(
      String key, double unit, Function<String, @Nullable Double> ceiling) {
    Double value = ceiling.apply(key);
    return value == null ? null : new Peak(key, value * unit);
  }
}
