package io.perftune.capture;

import io.perftune.tokens.O200k;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Connection;
import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.RequestRecord.Server;
import io.perftune.value.RequestRecord.Timing;
import io.perftune.value.RequestRecord.Tokens;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatStream;
import io.perftune.wire.ChatUsage;
import io.perftune.wire.StreamEnd;
import org.jspecify.annotations.Nullable;

/// Makes the record of one request out of its raw stream.
///
/// Tokens are counted once, over the joined answer and the joined reasoning; the output is both,
/// and the text of tool calls where there was any. A failed or cancelled request has no counts, but
/// keeps the times that were seen.
final class StreamedRequest {
  private final RawStream raw;
  private final O200k o200k;
  private final HttpReply reply;
  private final @Nullable ChatAnswer answer;
  private final Ending ending;

  private StreamedRequest(RawStream raw, O200k o200k) {
    this.raw = raw;
    this.o200k = o200k;
    this.reply = HttpReplyReader.read(raw.reads());
    this.answer = reply.streamed() ? answer(reply) : null;
    this.ending = new StreamVerdict(raw.end(), reply, answer).ending();
  }

  /// The record of a stream.
  ///
  /// @param input o200k tokens of its prompt; null where they were not counted
  static RequestRecord record(
      RawStream raw, int concurrency, int trial, @Nullable Integer input, O200k o200k) {
    StreamedRequest request = new StreamedRequest(raw, o200k);
    Tokens tokens = request.tokens(input);
    return new RequestRecord(
        new RequestRecord.Key(concurrency, trial, raw.meta().requestId(), raw.meta().phase()),
        request.timing(tokens.output()),
        tokens,
        request.server(),
        request.connection(),
        request.ending);
  }

  private static ChatAnswer answer(HttpReply reply) {
    ChatStream stream = new ChatStream();
    reply.body().forEach(piece -> stream.accept(piece.bytes(), piece.nanos()));
    return stream.finish();
  }

  private Timing timing(@Nullable Integer output) {
    Long first = answer == null ? null : answer.firstToken();
    Long firstAnswer = answer == null ? null : answer.firstAnswer();
    Long last = answer == null ? null : answer.lastToken();
    long start = raw.meta().startEpochNs();
    return new Timing(
        start,
        start + raw.endNanos() - raw.t0(),
        raw.reads().isEmpty() ? null : (Double) raw.ms(raw.reads().getFirst().nanos()),
        ms(first),
        ms(firstAnswer),
        gap(first, last, output),
        ms(last));
  }

  private static @Nullable Double gap(
      @Nullable Long first, @Nullable Long last, @Nullable Integer output) {
    return first == null || last == null || output == null || output < 2
        ? null
        : (Double) ((last - first) / 1e6 / (output - 1));
  }

  private Tokens tokens(@Nullable Integer input) {
    boolean counted = ending.result() == Result.OK || ending.result() == Result.TRUNCATED;
    if (answer == null || !counted) {
      return new Tokens(input, null, null, null, null);
    }
    ChatAnswer.Texts texts = answer.texts();
    int said = o200k.count(texts.answer());
    int thought = o200k.count(texts.reasoning());
    int called = o200k.count(texts.tool());
    return new Tokens(input, said, thought, said + thought + called, texts.reasoningField());
  }

  private Server server() {
    ChatUsage usage = answer == null ? ChatUsage.NONE : answer.usage();
    return new Server(usage.input(), usage.output(), usage.reasoning(), usage.cached());
  }

  private Connection connection() {
    StreamEnd end = raw.end();
    if (end.reused()) {
      return new Connection(0.0, true);
    }
    Double tcp = end.connectMs();
    Double tls = end.tlsMs();
    return new Connection(tcp == null ? null : (Double) (tcp + (tls == null ? 0 : tls)), false);
  }

  private @Nullable Double ms(@Nullable Long nanos) {
    return nanos == null ? null : (Double) raw.ms(nanos);
  }
}
