package io.perftune.lake.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/// What a store says to a request.
@SuppressWarnings("ArrayRecordComponent")
record S3Answer(int status, Map<String, String> headers, byte[] body) {
  static S3Answer plain(int status) {
    return new S3Answer(status, Map.of(), new byte[0]);
  }

  static S3Answer tagged(String tag) {
    return new S3Answer(200, Map.of("ETag", tag), new byte[0]);
  }

  static S3Answer error(int status, String code) {
    return xml(
        status,
        "<Error><Code>%s</Code><Message>told</Message><RequestId>1</RequestId></Error>"
            .formatted(code));
  }

  static S3Answer xml(int status, String body) {
    return new S3Answer(status, Map.of("Content-Type", "application/xml"), body.getBytes(UTF_8));
  }

  void send(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
