package io.perftune.search;

import java.util.Locale;

/// Why a file below a searched folder was not searched.
public enum Skip {
  /// Larger than [FolderScan#LARGEST].
  TOO_LARGE("over 1 MiB"),
  /// It holds a zero byte.
  BINARY("binary"),
  /// Not text in UTF-8.
  NOT_UTF8("not UTF-8"),
  /// A link that leads out of the searched folders.
  LINK_OUTSIDE("links out of the folders"),
  /// A file of a kind that is not looked into, such as raw records.
  OTHER_KIND("of a kind that is not searched"),
  /// A pipe, a socket or a device.
  NOT_A_FILE("no regular files"),
  /// The disk refused, or a link leads nowhere.
  UNREADABLE("unreadable");

  private final String words;

  Skip(String words) {
    this.words = words;
  }

  /// The word for machines.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The words for a reader, after a number.
  public String words() {
    return words;
  }
}
