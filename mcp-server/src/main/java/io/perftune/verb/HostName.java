package io.perftune.verb;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What this machine calls itself.
public final class HostName {
  private HostName() {}

  /// The name that the system gives, else the variable HOSTNAME, which a container may have
  /// inherited; `localhost` where neither says.
  public static String of(Context context) {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return context.environment().getOrDefault("HOSTNAME", "localhost");
    }
  }
}
