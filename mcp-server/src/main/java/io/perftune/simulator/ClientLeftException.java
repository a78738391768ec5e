package io.perftune.simulator;

import java.io.IOException;

/// The client closed its connection before the reply had ended.
final class ClientLeftException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientLeftException() {
    super("the client has left");
  }
}
