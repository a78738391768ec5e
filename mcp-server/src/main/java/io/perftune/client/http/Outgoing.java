package io.perftune.client.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;

/// One request, ready to be written.
///
/// @param number of the request within the run, from 0, warm-up included; also its row of the
///   dataset
/// @param phase `warmup` or `profiling`
/// @param id its `X-Request-ID`
/// @param bytes head and body; whoever holds the request releases them
public record Outgoing(int number, String phase, String id, ByteBuf bytes) {
  public Outgoing {
    requireNonNull(phase, "phase is null");
    requireNonNull(id, "id is null");
    requireNonNull(bytes, "bytes is null");
  }
}
