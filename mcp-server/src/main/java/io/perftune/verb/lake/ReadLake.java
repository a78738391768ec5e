package io.perftune.verb.lake;

import io.perftune.lake.store.StoreException;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Looks into a lake: `ls` says which campaigns it holds, `show` prints the rows of one, `verify`
/// reads all of them and says whether they are what was published.
///
/// Only `verify --repair` changes anything.
public final class ReadLake implements Verb {
  @Override
  public String name() {
    return "lake";
  }

  @Override
  public Safety safety() {
    return Safety.PUBLISHES_EXTERNALLY;
  }

  /// Only a repair of a lake that is not a local directory needs one.
  @Override
  public boolean needsAcknowledgement(ObjectNode input) {
    return LakeCall.needsAcknowledgement(input);
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    String action = input.required("action").asString();
    ObjectNode reply = Json.object().put("action", action);
    try (LakeCall call = LakeCall.of(input, context)) {
      reply.put("lake", call.store().location());
      return switch (action) {
        case "show" -> ShowRows.run(call, reply);
        case "verify" -> VerifyLake.run(call, reply, context);
        default -> ListCampaigns.run(call, reply);
      };
    } catch (StoreException e) {
      return new Outcome.Failed(reply, "", List.of(e.problem()));
    } catch (IOException e) {
      return new Outcome.Failed(reply, "", List.of(unreadable(e)));
    }
  }

  private static Problem unreadable(IOException cause) {
    return Problem.of(
        "lake-unreadable",
        "The lake could not be read: " + cause + ".",
        "Remove the cause, then call again.");
  }
}
