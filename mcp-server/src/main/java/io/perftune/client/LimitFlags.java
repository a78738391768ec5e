package io.perftune.client;

import io.perftune.client.http.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The flags that say what one request may take.
final class LimitFlags {
  @Option(
      names = "--connect-timeout-seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "TCP and TLS set-up together. Default: ${DEFAULT-VALUE}.")
  private double connect;

  @Option(
      names = "--first-byte-timeout-seconds",
      paramLabel = "S",
      defaultValue = "600",
      description = "From the send to the first byte of the response. Default: ${DEFAULT-VALUE}.")
  private double firstByte;

  @Option(
      names = "--idle-timeout-seconds",
      paramLabel = "S",
      defaultValue = "300",
      description = "Silence within a response. Default: ${DEFAULT-VALUE}.")
  private double idle;

  @Option(
      names = "--request-timeout-seconds",
      paramLabel = "S",
      defaultValue = "3600",
      description = "A whole request. Default: ${DEFAULT-VALUE}.")
  private double request;

  @Option(
      names = "--max-response-bytes",
      paramLabel = "B",
      defaultValue = "268435456",
      description = "The longest response, HTTP framing and all. Default: ${DEFAULT-VALUE}.")
  private long bytes;

  /// @throws IllegalArgumentException where one is not above zero
  Limits limits() {
    if (bytes < 1) {
      throw new IllegalArgumentException("--max-response-bytes is at least 1");
    }
    return new Limits(
        seconds("--connect-timeout-seconds", connect),
        seconds("--first-byte-timeout-seconds", firstByte),
        seconds("--idle-timeout-seconds", idle),
        seconds("--request-timeout-seconds", request),
        bytes);
  }

  private static Duration seconds(String flag, double seconds) {
    if (!(seconds >= 1e-3 && seconds <= 1e8)) {
      throw new IllegalArgumentException(flag + " is a number of seconds from 0.001 to 1e8");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
