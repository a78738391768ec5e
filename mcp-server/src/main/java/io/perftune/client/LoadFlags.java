package io.perftune.client;

import picocli.CommandLine.Option;

/// The flags that say how much is sent.
final class LoadFlags {
  @Option(
      names = "--concurrency",
      required = true,
      paramLabel = "C",
      description = "Requests in flight; each has a connection of its own.")
  private int concurrency;

  @Option(
      names = "--request-count",
      required = true,
      paramLabel = "N",
      description = "Requests that count.")
  private int requests;

  @Option(
      names = "--warmup-request-count",
      paramLabel = "W",
      defaultValue = "0",
      description =
          "Requests before them that do not count, at the same concurrency. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  Load load() {
    return new Load(concurrency, requests, warmup);
  }
}
