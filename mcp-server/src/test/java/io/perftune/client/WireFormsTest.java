package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.BuiltinCapture;
import io.perftune.client.RunOfClient.Stream;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.value.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// One run against a server that answers each request in another way: what the client keeps of it,
/// and the record that is made of that.
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
class WireFormsTest {
  private List<WireForm> forms = List.of();
  private List<Stream> streams = List.of();
  private List<RequestRecord> records = List.of();
  private int requests;
  private int connections;
  private int redirected;

  @BeforeAll
  void run(@TempDir Path temporary) throws Exception {
    try (ScriptedServer elsewhere = ScriptedServer.answering(WireForm.WHOLE)) {
      forms = WireForms.all(elsewhere.origin().toString());
      try (ScriptedServer server = ScriptedServer.start(WireForm.script(forms))) {
        RunOfClient run =
            RunOfClient.of(server.origin(), temporary, forms.size())
                .load(1, forms.size(), 0)
                .with("--idle-timeout-seconds", "0.5");
        assertThat(run.run()).isZero();
        streams = run.streams();
        records = BuiltinCapture.read(run.directory, 1, 1, _ -> 1).records();
        requests = server.requests().size();
        connections = server.connections();
        redirected = elsewhere.connections();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("forms")
  void endsAsTheServerEndedIt(WireForm form) {
    int row = forms.indexOf(form);
    RequestRecord.Ending ending = records.get(row).ending();

    assertThat(streams.get(row).end().cause()).isEqualTo(form.expected().cause());
    assertThat(ending.result()).as(ending.toString()).isEqualTo(form.expected().result());
    assertThat(ending.errorType() == null ? "" : ending.errorType())
        .isEqualTo(form.expected().type());
    assertThat(String.valueOf(ending.errorMessage())).contains(form.expected().message());
  }

  @ParameterizedTest
  @FieldSource("forms")
  void isFollowedByTheNextOnTheSameConnectionWhereThatIsSafe(WireForm form) {
    int next = forms.indexOf(form) + 1;

    if (next < forms.size()) {
      assertThat(streams.get(next).end().reused()).isEqualTo(form.kept());
      assertThat(streams.get(next).end().connectMs() == null).isEqualTo(form.kept());
    }
  }

  @Test
  void sendsEachRequestOnceAndNoneElsewhere() {
    assertThat(requests).isEqualTo(forms.size());
    assertThat(connections)
        .isEqualTo(
            1 + (int) forms.stream().limit(forms.size() - 1L).filter(f -> !f.kept()).count());
    assertThat(redirected).isZero();
  }

  @Test
  void keepsEveryByteOfAResponseAndNoneThatWasNotSaid() {
    for (WireForm form : forms) {
      String said = String.join("", form.pieces());
      byte[] kept = streams.get(forms.indexOf(form)).bytes();
      assertThat(said).as(form.name()).startsWith(new String(kept, StandardCharsets.ISO_8859_1));
      if (form.kept()) {
        assertThat(kept).as(form.name()).hasSize(said.length());
      }
    }
  }
}
