package io.perftune;

/// Starts the command line or the server.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length);
  }
}
