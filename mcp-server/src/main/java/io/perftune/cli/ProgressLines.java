package io.perftune.cli;

import io.perftune.verb.Context;
import java.io.PrintStream;
import java.util.Locale;

/// Progress as lines for a person: a line whenever the message changes.
final class ProgressLines implements Context.Progress {
  private final PrintStream err;
  private String last = "";

  ProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void report(double done, double total, String message) {
    if (!message.equals(last)) {
      last = message;
      err.println("[" + percent(done, total) + "] " + message);
      err.flush();
    }
  }

  private static String percent(double done, double total) {
    long percent = total > 0 ? Math.round(100 * Math.min(done, total) / total) : 0;
    return String.format(Locale.ROOT, "%3d %%", percent);
  }
}
