package io.perftune.client.http;

import static java.util.Objects.requireNonNull;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where connections go.
///
/// @param host as the user wrote it, for TLS
/// @param addresses what the host's name stands for, in the order in which they are tried; empty
///   where the name is not known, and then every connection fails
/// @param tls null for plain HTTP
public record Target(
    String host, int port, List<InetSocketAddress> addresses, @Nullable SslContext tls) {
  public Target {
    requireNonNull(host, "host is null");
    addresses = List.copyOf(addresses);
  }
}
