package io.perftune.simulator.answer;

/// A request body that no server could answer.
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String parameter;
  private final String reason;

  public MalformedRequestException(String parameter, String reason) {
    super(parameter + ": " + reason);
    this.parameter = parameter;
    this.reason = reason;
  }

  /// The field that is at fault.
  public String parameter() {
    return parameter;
  }

  public String reason() {
    return reason;
  }
}
