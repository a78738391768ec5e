package io.perftune.client;

/// How much is sent.
///
/// @param concurrency requests in flight, at most and nearly always
/// @param requests that count
/// @param warmup requests before them, which do not; they are all over before the first that counts
record Load(int concurrency, int requests, int warmup) {
  Load {
    if (concurrency < 1 || requests < 1 || warmup < 0) {
      throw new IllegalArgumentException(
          "--concurrency and --request-count are at least 1, --warmup-request-count at least 0");
    }
    if (requests > Integer.MAX_VALUE - warmup) {
      throw new IllegalArgumentException(
          "--request-count and --warmup-request-count are together at most " + Integer.MAX_VALUE);
    }
  }

  /// Requests of both phases together.
  int all() {
    return requests + warmup;
  }
}
