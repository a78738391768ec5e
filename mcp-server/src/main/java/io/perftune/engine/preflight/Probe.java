package io.perftune.engine.preflight;

import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import java.util.ArrayList;
import java.util.List;
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
  record Reading(ProbeAnswer answer, ProbeStream stream, boolean stopped, int tokens) {
    /// An answer came, and no error in it.
    boolean ok() {
      return answer instanceof ProbeAnswer.Http http && http.ok() && stream.error() == null;
    }

    /// The request's form was refused, before the stream or in it.
    boolean rejected() {
      return answer instanceof ProbeAnswer.Http http
          && (http.status() == 400
              || http.status() == 422
              || (http.ok() && stream.error() != null));
    }

    int visible(O200k o200k) {
      return o200k.count(stream.content());
    }
  }

  Reading ask(Question question) throws InterruptedException {
    requests++;
    inputTokens += o200k.count(question.prompt());
    ProbeAnswer answer = http.chat(body(question), 4 * question.cap() + 16);
    Reading reading =
        answer instanceof ProbeAnswer.Http sent && sent.ok()
            ? reading(sent)
            : new Reading(answer, ProbeStream.of(""), false, 0);
    readings.add(reading);
    outputTokens += reading.tokens();
    return reading;
  }

  private Reading reading(ProbeAnswer.Http sent) {
    ProbeStream stream = ProbeStream.of(sent.body());
    Integer counted = stream.outputTokens();
    int seen = o200k.count(stream.content()) + o200k.count(stream.reasoning());
    return new Reading(sent, stream, sent.stopped(), counted == null ? seen : counted);
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

  /// `HTTP 422: {"detail": ...}`, or the error in the stream; cut, and without any credential.
  String words(Reading reading) {
    if (!(reading.answer() instanceof ProbeAnswer.Http sent)) {
      return "no answer";
    }
    String said = sent.ok() ? String.valueOf(reading.stream().error()) : sent.body();
    String text = access.scrub().apply(said).strip().replaceAll("\\s+", " ");
    String cut =
        text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + " ...";
    String status =
        sent.ok() ? "an error in the stream" : "HTTP " + Integer.toString(sent.status());
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
