package io.perftune.mcp.offer;

/// A request that is answered with a JSON-RPC error; its message is for the client.
public final class RefusedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int INVALID_PARAMS = -32602;
  private static final int NOT_FOUND = -32002;

  private final int code;

  private RefusedRequestException(int code, String message) {
    super(message);
    this.code = code;
  }

  /// The parameters are wrong.
  static RefusedRequestException invalid(String message) {
    return new RefusedRequestException(INVALID_PARAMS, message);
  }

  /// There is no such resource, or none that may be read.
  static RefusedRequestException notFound(String message) {
    return new RefusedRequestException(NOT_FOUND, message);
  }

  /// There is no such method.
  static RefusedRequestException unknown(String method) {
    return new RefusedRequestException(-32601, "There is no method " + method + ".");
  }

  /// The error's code.
  public int code() {
    return code;
  }
}
