package io.perftune.client;

import static io.perftune.client.WireForm.CHUNKED;
import static io.perftune.client.WireForm.EVENTS;
import static io.perftune.client.WireForm.SIZED;
import static io.perftune.client.WireForm.SSE;
import static io.perftune.client.WireForm.WHOLE;
import static io.perftune.client.WireForm.chunk;
import static io.perftune.client.WireForm.form;
import static io.perftune.client.WireForm.notHttp;
import static io.perftune.client.WireForm.ok;

import io.perftune.client.WireForm.Expected;
import io.perftune.client.WireForm.Then;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.StreamEnd.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Every way in which HTTP/1.1 lets a server answer, and ways in which it does not.
final class WireForms {
  private static final String OLD = SSE.replace("HTTP/1.1", "HTTP/1.0");
  private static final String CLOSE = "Connection: close\r\n";
  private static final String HALF = EVENTS.substring(0, 60);
  private static final String MEBIBYTE = "a".repeat(1 << 20);

  private WireForms() {}

  /// @param elsewhere where the redirects lead
  static List<WireForm> all(String elsewhere) {
    return Stream.of(
            framings(),
            heads(),
            brokenHeads(),
            brokenBodies(),
            ends(),
            codings(),
            statuses(),
            redirects(elsewhere),
            leftovers())
        .flatMap(List::stream)
        .toList();
  }

  private static List<WireForm> framings() {
    String hex = "000" + Integer.toHexString(EVENTS.length()).toUpperCase(java.util.Locale.ROOT);
    return List.of(
        ok("Content-Length", Then.KEEP, SSE + SIZED),
        ok("chunked", Then.KEEP, WHOLE),
        ok("Connection: close", Then.CLOSE, SSE + CLOSE + SIZED),
        ok("Connection: close that stays open", Then.SILENCE, SSE + CLOSE + SIZED),
        ok("HTTP/1.0 until close", Then.CLOSE, OLD + "\r\n" + EVENTS),
        ok("HTTP/1.0 with a length, left open", Then.SILENCE, OLD + SIZED),
        ok("HTTP/1.0 keep-alive", Then.KEEP, OLD + "Connection: keep-alive\r\n" + SIZED),
        ok("HTTP/1.1 until close", Then.CLOSE, SSE + "\r\n" + EVENTS),
        ok("HTTP/1.1 until half-close", Then.HALF_CLOSE, SSE + "\r\n" + EVENTS),
        ok(
            "chunk extensions",
            Then.KEEP,
            CHUNKED + chunk(EVENTS).replaceFirst("\r\n", ";a=b;c=\"d\"\r\n") + "0;e\r\n\r\n"),
        ok(
            "trailers",
            Then.KEEP,
            CHUNKED + chunk(EVENTS) + "0\r\nX-Trailer: a\r\nX-Other: b\r\n\r\n"),
        ok("chunk sizes with zeros", Then.KEEP, CHUNKED + hex + "\r\n" + EVENTS + "\r\n00\r\n\r\n"),
        ok("one byte at a time", Then.KEEP, WHOLE.split("")));
  }

  private static List<WireForm> heads() {
    return List.of(
        ok("100 Continue", Then.KEEP, "HTTP/1.1 100 Continue\r\n\r\n", WHOLE),
        ok(
            "102 and 103 in the same read",
            Then.KEEP,
            "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + WHOLE),
        ok("folded header", Then.KEEP, SSE + "X-Long: a\r\n  b\r\n\tc\r\n" + SIZED),
        ok(
            "header of 900 kB",
            Then.KEEP,
            SSE + "X: " + MEBIBYTE.substring(0, 900_000) + "\r\n" + SIZED),
        ok("no reason phrase", Then.KEEP, SSE.replace("200 OK", "200") + SIZED),
        ok("no Content-Type", Then.KEEP, "HTTP/1.1 200 OK\r\n" + SIZED),
        ok("blank lines before the head", Then.KEEP, "\r\n\r\n" + WHOLE));
  }

  private static List<WireForm> brokenHeads() {
    return List.of(
        notHttp("header of 1 MiB", "larger than", SSE + "X: " + MEBIBYTE + "\r\n" + SIZED),
        notHttp("headers without end", "larger than", SSE + "X: aaaaaaaaaaaa\r\n".repeat(80_000)),
        notHttp("status line without status", "OK", "HTTP/1.1 OK\r\n\r\n"),
        notHttp("status line of 1 MiB", "larger than", "HTTP/1.1 200 " + MEBIBYTE + "\r\n\r\n"),
        notHttp("something else", "GARBAGE", "garbage\r\n\r\n"),
        notHttp("HTTP/2", "", "\0\0\u0006\u0004\0\0\0\0\0\0\u0003\0\0\0d\n\r\n\r\n"),
        notHttp("line feeds alone", "Carriage Return", (SSE + SIZED).replace("\r\n", "\n")),
        notHttp("header without colon", "colon", SSE + "nothing\r\n" + SIZED),
        notHttp("NUL in a header", "header", SSE + "X: a\0b\r\n" + SIZED),
        notHttp("negative length", "-5", SSE + "Content-Length: -5\r\n\r\n"),
        notHttp("length that is no number", "five", SSE + "Content-Length: five\r\n\r\n"),
        notHttp("two lengths", "[5, 6]", SSE + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"),
        notHttp(
            "length and chunked",
            "Transfer-Encoding",
            CHUNKED.replaceFirst("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\n") + chunk(EVENTS)));
  }

  private static List<WireForm> brokenBodies() {
    return List.of(
        notHttp("chunk size of 33 bits", "overflow", CHUNKED + "100000000\r\n" + HALF),
        notHttp("chunk size of 68 bits", "overflow", CHUNKED + "FFFFFFFFFFFFFFFFF\r\n" + HALF),
        notHttp("negative chunk size", "chunk size", CHUNKED + "-5\r\n" + HALF),
        notHttp("chunk size that is no number", "chunk size", CHUNKED + "zz\r\n" + HALF),
        notHttp("no chunk size", "chunk size", CHUNKED + "\r\n" + HALF),
        notHttp("chunk longer than its size", "CR LF", CHUNKED + "5\r\n" + HALF + "\r\n"));
  }

  private static List<WireForm> ends() {
    Expected early = new Expected(Cause.EOF, Result.OK, "", "");
    Expected cut = new Expected(Cause.EOF, Result.TRUNCATED, "truncated", "broke off");
    Expected reset = new Expected(Cause.RESET, Result.FAILED, "reset", "reset");
    return List.of(
        form(
            "half-close in a chunk, all said",
            Then.HALF_CLOSE,
            early,
            CHUNKED + "fff\r\n" + EVENTS),
        form("no last chunk, all said", Then.CLOSE, early, CHUNKED + chunk(EVENTS)),
        form("half-close in a chunk", Then.HALF_CLOSE, cut, CHUNKED + "fff\r\n" + HALF),
        form("half-close between chunks", Then.HALF_CLOSE, cut, CHUNKED + chunk(HALF)),
        form(
            "close before the length", Then.CLOSE, cut, SSE + "Content-Length: 999\r\n\r\n" + HALF),
        form(
            "close between events",
            Then.CLOSE,
            new Expected(Cause.EOF, Result.TRUNCATED, "truncated", "neither"),
            CHUNKED + chunk(EVENTS.substring(0, EVENTS.indexOf("\n\n") + 2))),
        form(
            "close in the head",
            Then.CLOSE,
            new Expected(Cause.EOF, Result.FAILED, "eof", "before the response was whole"),
            SSE),
        form(
            "close without a word",
            Then.CLOSE,
            new Expected(Cause.EOF, Result.FAILED, "eof", "without a response")),
        form("reset without a word", Then.RESET, reset),
        form("reset in a chunk", Then.RESET, reset, CHUNKED + chunk(HALF)),
        form(
            "101 and silence",
            Then.SILENCE,
            new Expected(Cause.IDLE_TIMEOUT, Result.FAILED, "idle_timeout", "idle timeout"),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"));
  }

  private static List<WireForm> codings() {
    String body = chunk(gzip(EVENTS)) + "0\r\n\r\n";
    Expected gzip = new Expected(Cause.COMPLETE, Result.FAILED, "encoded", "gzip");
    return List.of(
        ok("Content-Encoding: identity", Then.KEEP, SSE + "Content-Encoding: identity\r\n" + SIZED),
        form(
            "gzip that nobody asked for",
            Then.KEEP,
            gzip,
            CHUNKED.replaceFirst("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n") + body),
        form(
            "gzip of the transfer",
            Then.KEEP,
            gzip,
            CHUNKED.replace("chunked", "gzip, chunked") + body));
  }

  private static List<WireForm> statuses() {
    return List.of(
        form(
            "204",
            Then.KEEP,
            new Expected(Cause.COMPLETE, Result.FAILED, "not_a_stream", "not a stream"),
            "HTTP/1.1 204 No Content\r\n\r\n"),
        form(
            "304 with a length and no body",
            Then.KEEP,
            new Expected(Cause.COMPLETE, Result.FAILED, "http_status", "304"),
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"),
        form(
            "stream without an event",
            Then.KEEP,
            new Expected(Cause.COMPLETE, Result.TRUNCATED, "truncated", "neither"),
            SSE + "Content-Length: 0\r\n\r\n"),
        form(
            "503 that asks to come again",
            Then.KEEP,
            new Expected(Cause.COMPLETE, Result.FAILED, "http_status", "later"),
            "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 5\r\n\r\nlater"));
  }

  private static List<WireForm> redirects(String elsewhere) {
    return Stream.of(301, 302, 303, 307, 308)
        .map(status ->
            form(
                status + " with a body",
                Then.KEEP,
                new Expected(Cause.COMPLETE, Result.FAILED, "redirect", elsewhere),
                "HTTP/1.1 %d Go\r\nLocation: %s/v1\r\nContent-Length: 4\r\n\r\naway"
                    .formatted(status, elsewhere)))
        .toList();
  }

  /// Bytes behind a whole response: they are no part of the next.
  private static List<WireForm> leftovers() {
    return List.of(
        ok("garbage behind the response", Then.KEEP, SSE + SIZED + "garbage").notKept(),
        ok("half a response behind it", Then.KEEP, WHOLE + SSE).notKept(),
        ok("a second response behind it", Then.KEEP, WHOLE + WHOLE).notKept(),
        ok("the one after them", Then.KEEP, WHOLE));
  }

  private static String gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
