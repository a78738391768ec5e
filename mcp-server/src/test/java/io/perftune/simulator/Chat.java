package io.perftune.simulator;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Speed;
import java.io.IOException;
import java.util.Map;

/// A simulator with one fast model named `m`, and requests to it.
final class Chat implements AutoCloseable {
  /// A model that answers at once.
  static final Behaviour FAST = Behaviour.PLAIN.with(Speed.of(1e9, 0));

  final Simulator simulator;

  private Chat(Simulator simulator) {
    this.simulator = simulator;
  }

  static Chat with(Behaviour behaviour) throws IOException {
    return new Chat(Simulator.start(SimulatorSettings.local().withOnly(Map.of("m", behaviour))));
  }

  /// A streamed request that asks for usage, with more fields such as `"max_tokens": 9`.
  RawReply stream(String fields) throws IOException {
    return RawReply.chat(
        simulator.origin(),
        body("\"stream\":true,\"stream_options\":{\"include_usage\":true}," + fields));
  }

  /// A request whose reply is not streamed.
  RawReply whole(String fields) throws IOException {
    return RawReply.chat(simulator.origin(), body(fields));
  }

  static String body(String fields) {
    String rest = fields.isEmpty() ? "" : "," + fields;
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Say something.\"}]"
        + rest
        + "}";
  }

  @Override
  public void close() throws IOException {
    simulator.close();
  }
}
