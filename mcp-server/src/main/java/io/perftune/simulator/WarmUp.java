package io.perftune.simulator;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Speed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Answers a few requests of its own, so that the first real one doesn't meet a cold JVM.
///
/// Cold, the first streams of a busy machine were half a second late; warmed up, as punctual as all
/// others.
final class WarmUp {
  private static final int REQUESTS = 6;
  private static final String BODY =
      "{\"model\":\"warm\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":600,"
          + "\"stream_options\":{\"include_usage\":true},"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Count the stones in the river.\"}]}";

  private WarmUp() {}

  static void run() throws IOException {
    Behaviour warm =
        Behaviour.PLAIN
            .with(Speed.of(1e6, 0.01))
            .with(Reasoning.of(Reasoning.Field.REASONING_CONTENT, 200));
    SimulatorSettings settings = SimulatorSettings.local().withOnly(Map.of("warm", warm));
    try (Simulator simulator = Simulator.start(settings)) {
      for (int request = 0; request < REQUESTS; request++) {
        converse(simulator.origin());
      }
    }
  }

  private static void converse(URI origin) throws IOException {
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nconnection: close\r\ncontent-length: "
            + BODY.length()
            + "\r\n\r\n";
    try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
      socket.getOutputStream().write((head + BODY).getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }
}
