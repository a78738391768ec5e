package io.perftune.simulator.behaviour;

/// The bounds of the switches, refused with the switch's name.
final class Range {
  private Range() {}

  static void positive(String name, double number) {
    require(number > 0 && Double.isFinite(number), name, number, "above 0");
  }

  static void notNegative(String name, double number) {
    require(number >= 0 && Double.isFinite(number), name, number, "0 or more");
  }

  static void share(String name, double number) {
    require(number >= 0 && number <= 1, name, number, "from 0 to 1");
  }

  static void atLeast(String name, double number, double least) {
    require(number >= least, name, number, "at least " + trimmed(least));
  }

  private static void require(boolean holds, String name, double number, String bounds) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + trimmed(number) + ", must be " + bounds);
    }
  }

  private static String trimmed(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
