package io.perftune.engine.http;

/// Sends one HTTP request at a time, from wherever the endpoint is entered: HTTP/1.1, no redirect,
/// no proxy, no second try, and a bound on time and on what is read.
public interface HttpExchange extends AutoCloseable {
  /// Sends it and reads the answer.
  ///
  /// @throws InterruptedException after the request was given up
  HttpReply send(HttpCall call) throws InterruptedException;

  @Override
  void close();
}
