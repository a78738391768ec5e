package io.perftune.report.request;

/// How much is kept of requests.
///
/// @param steps of each distribution
/// @param dots of requests that ended well, at each point
/// @param failures of the others, at each point
/// @param lanes of a timeline
/// @param spans requests of a timeline
public record Limits(int steps, int dots, int failures, int lanes, int spans) {
  private static final int MARKS = 12_000;

  /// Shares a report's marks among the series that it is to draw.
  ///
  /// @param points cells times concurrencies
  public static Limits sharedBy(int points) {
    int share = MARKS / (4 * Math.max(1, points));
    int each = Math.max(25, Math.min(300, share));
    return new Limits(Math.min(200, each), each, Math.min(100, each), 48, 300);
  }
}
