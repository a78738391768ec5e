package io.perftune.simulator.http;

import java.io.IOException;

/// Answers one request, to the end of its response.
public interface Handler {
  void handle(HttpRequest request, Connection connection) throws IOException, InterruptedException;
}
