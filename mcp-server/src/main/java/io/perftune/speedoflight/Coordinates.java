package io.perftune.speedoflight;

/// A measured rate on the roofline: what each token reads and computes, times the tokens a second,
/// over the GPUs.
///
/// @param flopPerToken FLOPs that one token needs
/// @param bytesPerToken bytes of HBM that one token needs, its share of what a batch reads together
/// @param tokensPerSecond of the whole deployment
/// @param gpus of the whole deployment
public record Coordinates(
    double flopPerToken, double bytesPerToken, double tokensPerSecond, int gpus) {
  /// FLOPs a byte.
  public double arithmeticIntensity() {
    return flopPerToken / bytesPerToken;
  }

  /// TFLOP/s of one GPU.
  public double achievedTflopsPerGpu() {
    return flopPerToken * tokensPerSecond / gpus / 1e12;
  }

  /// Bytes a second that the HBM of one GPU must have delivered.
  public double hbmDeliveredBytesPerSecond() {
    return bytesPerToken * tokensPerSecond / gpus;
  }

  /// The same as a share of the HBM peak, in percent.
  public double hbmDeliveredPct(Peaks peaks) {
    return hbmDeliveredBytesPerSecond() / peaks.hbm().perSecond() * 100;
  }

  /// Achieved FLOP/s as a share of a compute peak, in percent.
  public double computePct(Peaks.Peak compute) {
    return achievedTflopsPerGpu() * 1e12 / compute.perSecond() * 100;
  }
}
