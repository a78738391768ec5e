package io.perftune.plan.prompts;

/// The numbers of a corpus' lines, dealt in random order without repeats.
final class Deck {
  private final int[] order;
  private final SplitMix64 random;
  private int dealt;

  Deck(int size, SplitMix64 random) {
    this.random = random;
    this.order = new int[size];
    for (int card = 0; card < size; card++) {
      order[card] = card;
    }
  }

  boolean isEmpty() {
    return dealt == order.length;
  }

  /// The next number, by a Fisher-Yates step.
  int deal() {
    swap(dealt, dealt + random.below(order.length - dealt));
    return order[dealt++];
  }

  /// Takes all numbers back.
  void gather() {
    dealt = 0;
  }

  /// Takes all numbers back but the one dealt last.
  void gatherAllButLast() {
    swap(0, dealt - 1);
    dealt = 1;
  }

  private void swap(int one, int other) {
    int card = order[one];
    order[one] = order[other];
    order[other] = card;
  }
}
