package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.RunOfClient.Stream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes out on the wire: HTTP/1.1, straight to the endpoint, each request once.
@Timeout(60)
class TransportTest {
  /// The TLS extension in which a client offers protocols such as h2.
  private static final int ALPN = 16;

  @TempDir private Path temporary;

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"302 Found", "307 Temporary Redirect", "503 Unavailable"})
  void sendsEachRequestOnceInHttp11WhateverComesBack(String status) throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    Thread.ofVirtual().start(() -> answer(status, lines));

    List<Stream> streams = run("http", 2);

    assertThat(streams)
        .hasSize(2)
        .allMatch(stream -> stream.text().startsWith("HTTP/1.1 " + status));
    String line = "POST /v1/chat/completions HTTP/1.1";
    assertThat(lines).containsExactly(line, line);
  }

  @Test
  void offersNoOtherProtocolInTls() throws Exception {
    List<Integer> extensions = new CopyOnWriteArrayList<>();
    Thread.ofVirtual().start(() -> greet(extensions));

    assertThat(run("https", 1)).hasSize(1);

    // Supported groups are in every hello: it was read whole.
    assertThat(extensions).contains(10).doesNotContain(ALPN);
  }

  private List<Stream> run(String scheme, int requests) throws IOException {
    String url = scheme + "://127.0.0.1:" + server.getLocalPort();
    String nowhere = "http://127.0.0.1:1";
    RunOfClient run =
        RunOfClient.of(URI.create(url), temporary, requests)
            .load(1, requests, 0)
            .variable("http_proxy", nowhere)
            .variable("HTTPS_PROXY", nowhere)
            .variable("ALL_PROXY", nowhere);
    assertThat(run.run()).isZero();
    return run.streams();
  }

  /// Answers every request on every connection with a status that points at itself.
  private void answer(String status, List<String> lines) {
    String here = "http://127.0.0.1:%d/moved".formatted(server.getLocalPort());
    String reply =
        "HTTP/1.1 %s\r\nlocation: %s\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n"
            .formatted(status, here);
    while (true) {
      try (Socket socket = server.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          lines.add(line);
          int length = 0;
          for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
            if (header.startsWith("Content-Length: ")) {
              length = Integer.parseInt(header.substring("Content-Length: ".length()));
            }
          }
          assertThat(in.skip(length)).isEqualTo(length);
          socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException _) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  /// Reads a TLS client's first words, and hangs up.
  private void greet(List<Integer> extensions) {
    try (Socket socket = server.accept();
        DataInputStream in = new DataInputStream(socket.getInputStream())) {
      in.skipNBytes(3);
      ByteBuffer hello = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
      hello.position(4 + 2 + 32);
      skip(hello, hello.get() & 0xff);
      skip(hello, hello.getShort() & 0xffff);
      skip(hello, hello.get() & 0xff);
      List<Integer> found = new ArrayList<>();
      for (int _ = hello.getShort(); hello.hasRemaining(); skip(hello, hello.getShort() & 0xffff)) {
        found.add(hello.getShort() & 0xffff);
      }
      extensions.addAll(found);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void skip(ByteBuffer buffer, int bytes) {
    buffer.position(buffer.position() + bytes);
  }
}
