package io.perftune.value;

import java.util.Comparator;

/// Which trial of which point of a cell; ordered by concurrency, then by number.
///
/// @param number from 1
public record Trial(int concurrency, int number) implements Comparable<Trial> {
  private static final Comparator<Trial> ORDER =
      Comparator.comparingInt(Trial::concurrency).thenComparingInt(Trial::number);

  public Trial {
    if (number < 1) {
      throw new IllegalArgumentException("a trial has the number " + number);
    }
  }

  /// As a problem names its place: `c=10`, from the second trial on `c=10 t=2`.
  public String place() {
    return "c=" + concurrency + (number == 1 ? "" : " t=" + number);
  }

  @Override
  public int compareTo(Trial other) {
    return ORDER.compare(this, other);
  }
}
