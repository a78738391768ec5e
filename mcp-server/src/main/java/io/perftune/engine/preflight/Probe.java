package io.perftune.engine.preflight;

import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatStream;
import io.perftune.wire.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sends small chat requests in the manner of the workload's own, and keeps what they cost and what
/// they showed.
final class Probe {
  /// A question with an answer of one token.
  static final String SHORT = "Reply with exactly the word: hi";

  /// A question with an answer of several hundred tokens.
  static final String LONG = "Count from 1 to 200 in words, one number a line.";

  private static final int LONGEST_DETAIL = 300;

  private final AaWorkload aa;
  private final ProbeAccess access;
  private final ProbeHttp http;
  private final O200k o200k;
  private final List<Reading> readings = new ArrayList<>();
  private int requests;
  private int inputTokens;
  private int outputTokens;

  Probe(AaWorkload aa, ProbeAccess access, ProbeHttp http, O200k o200k) {
    this.aa = aa;
    this.access = access;
    this.http = http;
    this.o200k = o200k;
  }

  /// What is asked in one probe.
  ///
  /// @param field the request field that carries the cap
  /// @param cap output tokens at the most
  /// @param atLeast as many tokens as the cap are demanded
  record Question(String prompt, String field, int cap, boolean atLeast) {}

  /// How a probe was answered.
  ///
  /// @param stopped the answer went on when reading stopped
  /// @param tokens the server's count of output tokens, else o200k_base of what was read
  record Reading(ProbeAnswer answer, ChatAnswer stream, boolean stopped, int tokens) {
    /// A stream came, and no error in it.
    boolean ok() {
      return answer instanceof ProbeAnswer.Http http && http.ok() && error() == null;
    }

    /// The request's form was refused, before the stream or in it.
    boolean rejected() {
      return answer instanceof ProbeAnswer.Http http
          && (http.status() == 400 || http.status() == 422 || error() != null);
    }

    /// What an answer of a good status says instead of a whole stream; null where it is one.
    @Nullable ErrorBody error() {
      if (!(answer instanceof ProbeAnswer.Http http && http.ok())) {
        return null;
      }
      return stream.ending().events() == 0
          ? ErrorBody.ofBody(http.body())
          : stream.ending().error();
    }

    /// The server's count; null where it gives none.
    @Nullable Integer counted() {
      return stream.usage().output();
    }
  }

  Reading ask(Question question) throws InterruptedException {
    requests++;
    inputTokens += o200k.count(question.prompt());
    ProbeAnswer answer = http.chat(body(question), 4 * question.cap() + 16);
    Reading reading =
        answer instanceof ProbeAnswer.Http sent && sent.ok()
            ? reading(sent)
            : new Reading(answer, new ChatStream().finish(), false, 0);
    readings.add(reading);
    outputTokens += reading.tokens();
    return reading;
  }

  private Reading reading(ProbeAnswer.Http sent) {
    ChatStream stream = new ChatStream();
    stream.accept(sent.body().getBytes(StandardCharsets.UTF_8), 0);
    ChatAnswer answer = stream.finish();
    Integer counted = answer.usage().output();
    int seen = o200k.count(answer.texts().answer()) + o200k.count(answer.texts().reasoning());
    return new Reading(sent, answer, sent.stopped(), counted == null ? seen : counted);
  }

  ProbeAnswer models() throws InterruptedException {
    requests++;
    return http.models();
  }

  private ObjectNode body(Question question) {
    ObjectNode body = Json.object().put("model", aa.endpoint().model());
    body.putArray("messages").addObject().put("role", "user").put("content", question.prompt());
    body.put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    body.put("temperature", 0).put("top_p", 1);
    body.setAll(aa.output().extraBody().deepCopy());
    body.put(question.field(), question.cap());
    if (question.atLeast()) {
      body.put("min_tokens", question.cap()).put("ignore_eos", true);
    }
    return body;
  }

  /// `HTTP 422: {"detail": ...}`, or the words of an error in a stream, or instead of one; cut, and
  /// without any credential.
  String words(Reading reading) {
    if (!(reading.answer() instanceof ProbeAnswer.Http sent)) {
      return "no answer";
    }
    ErrorBody error = reading.error();
    String said = error == null ? sent.body() : error.message();
    String text = access.scrub().apply(said).strip().replaceAll("\\s+", " ");
    String cut =
        text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + " ...";
    String status = "HTTP " + Integer.toString(sent.status());
    if (error != null) {
      boolean streamed = reading.stream().ending().events() > 0;
      status = streamed ? "an error in the stream" : "an answer that is no stream";
    }
    return cut.isEmpty() ? status : status + ": " + cut;
  }

  /// Every chat answer so far that was one.
  List<Reading> answers() {
    return readings.stream().filter(Reading::ok).toList();
  }

  Preflight.Cost cost() {
    return new Preflight.Cost(requests, inputTokens, outputTokens);
  }
}
