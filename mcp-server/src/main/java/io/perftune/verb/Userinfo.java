package io.perftune.verb;

import java.util.regex.Pattern;

/// The user and password that a URL may carry, and that no reply repeats.
final class Userinfo {
  private static final Pattern IN_URL = Pattern.compile("(?<=://)[^/?#\\s\"]*@");

  private Userinfo() {}

  /// The text with stars in its place.
  static String masked(String text) {
    return IN_URL.matcher(text).replaceAll("***@");
  }
}
