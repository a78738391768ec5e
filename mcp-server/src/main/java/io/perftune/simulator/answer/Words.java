package io.perftune.simulator.answer;

/// Text of an exact length in o200k_base tokens.
///
/// Each piece is a space and a common English word, which is one token. The vocabulary's pattern
/// splits text before such a space, so no two pieces merge, and N pieces joined are N tokens.
public final class Words {
  private static final String[] PIECES =
      """
      the of and to in is for on that with as by at from this be are or an was not have it one \
      all can more when which will about their has each other than time data if into some them \
      its only how model point value water light system work part place number people world year \
      day side line order group state power field area level force energy change process result \
      study case form report surface sound stone river city house road garden window table paper \
      letter story music color winter summer morning evening night north south east west small \
      large long short high low early late first second third last next same new old young good \
      great little open clear simple strong heavy warm cold dark bright quiet quick slow deep \
      wide near far before after under over between through during against without within \
      because while where since until again often always never perhaps still even most many few \
      several both every such also then there here now well back down out off up away together \
      around across along behind below above inside outside toward among\
      """
          .split(" ");

  private Words() {}

  /// How many different pieces there are.
  static int different() {
    return PIECES.length;
  }

  /// The piece at `index` of the text that `seed` names: the same two give the same piece.
  public static String piece(long seed, int index) {
    long mixed = mix(seed + index * 0x9E3779B97F4A7C15L);
    return " " + PIECES[(int) Long.remainderUnsigned(mixed, PIECES.length)];
  }

  /// The pieces from `from` up to, without, `to`, joined.
  public static String text(long seed, int from, int to) {
    StringBuilder text = new StringBuilder(8 * (to - from));
    for (int index = from; index < to; index++) {
      text.append(piece(seed, index));
    }
    return text.toString();
  }

  /// An even draw from 0 to 1, without 1, that `seed` and `index` decide.
  public static double draw(long seed, long index) {
    return (mix(seed + index * 0x9E3779B97F4A7C15L) >>> 11) * 0x1.0p-53;
  }

  /// The finaliser of SplitMix64.
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
