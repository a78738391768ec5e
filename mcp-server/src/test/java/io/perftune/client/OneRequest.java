package io.perftune.client;

import io.perftune.client.http.Limits;
import io.perftune.client.http.Target;
import io.perftune.value.Json;
import io.perftune.wire.StreamFrame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One request as the client sends it, without the program around it, whose rehearsal takes longer
/// than everything else.
public final class OneRequest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private OneRequest() {}

  /// Asks a model, and returns what streams.bin then holds.
  ///
  /// @param limit as max_completion_tokens; 0: none is sent
  /// @param extra more members of the body
  public static List<StreamFrame> frames(
      URI origin, String model, int limit, String extra, Path temporary)
      throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(origin.getHost(), origin.getPort());
    RequestHead head =
        RequestHead.post(origin.getAuthority(), origin.getRawPath() + "/v1/chat/completions")
            .build();
    ChatBody.Cap cap = new ChatBody.Cap("max_completion_tokens", limit == 0 ? null : limit);
    ChatBody body = new ChatBody(model, cap, (ObjectNode) Json.MAPPER.readTree(extra));
    byte[] bytes = body.of(Json.object().put("text_input", "Say something."));
    RunFiles files =
        RunFiles.start(
            EpochClock.now(),
            Mask.NONE,
            Files.newOutputStream(temporary.resolve("streams.bin")),
            Files.newOutputStream(temporary.resolve("ended.jsonl")),
            () -> {});
    Target target = new Target(origin.getHost(), origin.getPort(), List.of(address), null);
    Limits limits = new Limits(LONG, LONG, LONG, LONG, 1 << 24);
    try (ClosedLoop loop = new ClosedLoop(target, limits, files, 1)) {
      loop.run(
          new Outbox(number -> ChatRequests.request(head, bytes, number, "profiling"), 0, 1, 1));
    } finally {
      files.finish();
    }
    return RunOfClient.frames(temporary.resolve("streams.bin"));
  }
}
