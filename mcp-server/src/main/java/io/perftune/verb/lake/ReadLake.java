package io.perftune.verb.lake;

import io.perftune.lake.store.StoreException;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.publish.Destination;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Looks into a lake: `ls` says which campaigns it holds, `show` prints the rows of one, `verify`
/// reads all of them and says whether they are what was published, `compact` puts the small files
/// of an Iceberg catalog together.
///
/// Only `verify --repair` and `compact` change anything.
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
    return switch (LakeCall.destination(input, context)) {
      case Destination.FileTree files -> read(input, files, reply, context);
      case Destination.Tables tables -> new CatalogLake(input, tables, reply).run(context);
    };
  }

  private static Outcome read(
      ObjectNode input, Destination.FileTree files, ObjectNode reply, Context context)
      throws InterruptedException {
    String action = input.required("action").asString();
    try (LakeCall call = LakeCall.of(input, files)) {
      reply.put("lake", call.store().location());
      return switch (action) {
        case "show" -> ShowRows.run(call, reply);
        case "verify" -> VerifyLake.run(call, reply, context);
        case "compact" ->
            throw new ProblemException(
                new Problem(
                    "misplaced-flag",
                    "The files of %s stay one a campaign.".formatted(files.shown()),
                    "--lake",
                    "compact is for a catalog: --lake iceberg:<name>."));
        default -> ListCampaigns.run(call, reply);
      };
    } catch (StoreException e) {
      return new Outcome.Failed(reply, "", List.of(e.problem()));
    } catch (IOException e) {
      return new Outcome.Failed(reply, "", List.of(unreadable(e)));
    }
  }

  static Problem unreadable(IOException cause) {
    return Problem.of(
        "lake-unreadable",
        "The lake could not be read: " + cause + ".",
        "Remove the cause, then call again.");
  }
}
