package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// Everything that a client can observe of one simulated model.
///
/// The tree of these records is also the shape of a profile file: a component `stepMs` of [Decode]
/// is the key `speed.decode.step_ms`, an enum constant `REFUSED_400` is the text `"refused_400"`.
public record Behaviour(
    Speed speed,
    Reasoning reasoning,
    Output output,
    Framing framing,
    Fault fault,
    Endpoint endpoint) {

  /// The behaviour of a profile that says nothing: a fast model without reasoning that honours
  /// every control.
  public static final Behaviour PLAIN =
      new Behaviour(
          Speed.DEFAULT,
          Reasoning.NONE,
          Output.DEFAULT,
          Framing.DEFAULT,
          Fault.NONE,
          Endpoint.DEFAULT);

  public Behaviour {
    requireNonNull(speed, "speed is null");
    requireNonNull(reasoning, "reasoning is null");
    requireNonNull(output, "output is null");
    requireNonNull(framing, "framing is null");
    requireNonNull(fault, "fault is null");
    requireNonNull(endpoint, "endpoint is null");
  }

  public Behaviour with(Speed changed) {
    return new Behaviour(changed, reasoning, output, framing, fault, endpoint);
  }

  public Behaviour with(Reasoning changed) {
    return new Behaviour(speed, changed, output, framing, fault, endpoint);
  }

  public Behaviour with(Output changed) {
    return new Behaviour(speed, reasoning, changed, framing, fault, endpoint);
  }

  public Behaviour with(Framing changed) {
    return new Behaviour(speed, reasoning, output, changed, fault, endpoint);
  }

  public Behaviour with(Fault changed) {
    return new Behaviour(speed, reasoning, output, framing, changed, endpoint);
  }

  public Behaviour with(Endpoint changed) {
    return new Behaviour(speed, reasoning, output, framing, fault, changed);
  }
}
