package io.perftune.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpServerTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            (request, connection) ->
                connection.send(
                    Response.text(
                        200, request.method() + " " + request.path() + " " + request.body())));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /// Sends these bytes, and reads the lines that come until the server closes.
  private List<String> converse(String sent) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return new ArrayList<>(reader.lines().toList());
    }
  }

  @Test
  void oneConnectionServesRequestAfterRequest() throws IOException {
    String first = "GET /a?q=1 HTTP/1.1\r\nhost: x\r\n\r\n";
    String second = "POST /b HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc";
    String body = String.join("\n", converse(first + second + first));
    assertThat(body.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(body).contains("GET /a ").contains("POST /b abc");
  }

  @Test
  void closesWhenAsked() throws IOException {
    String last = "GET /a HTTP/1.1\r\nconnection: close\r\n\r\n";
    assertThat(converse(last + last)).filteredOn(line -> line.startsWith("HTTP/1.1")).hasSize(1);
  }

  @Test
  void readsABodyInChunks() throws IOException {
    String chunks = "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\ntrailer: t\r\n\r\n";
    assertThat(converse("POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n" + chunks))
        .last()
        .isEqualTo("POST /a abcde");
  }

  @Test
  void saysContinueWhenExpected() throws IOException {
    assertThat(converse("POST /a HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\nx"))
        .startsWith("HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /a HTTP/1.0, 505",
    "GET /a, 400",
    "GET /a b HTTP/1.1, 400",
    "'POST /a HTTP/1.1\r\ncontent-length: x', 400",
    "'POST /a HTTP/1.1\r\ncontent-length: 99999999', 413",
    "'GET /a HTTP/1.1\r\nno colon', 400",
  })
  void refusesWhatItDoesntSpeak(String head, int status) throws IOException {
    assertThat(converse(head + "\r\n\r\n").getFirst()).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void javaClientThatOffersAnUpgradeIsServed() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/a");
      HttpResponse<String> response =
          client.send(
              java.net.http.HttpRequest.newBuilder(uri)
                  .POST(BodyPublishers.ofString("héllo"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(response.body()).isEqualTo("POST /a héllo");
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void takenPortIsAnError() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort());
    assertThatThrownBy(() -> HttpServer.start(taken, (_, _) -> {}))
        .isInstanceOf(BindException.class);
  }
}
