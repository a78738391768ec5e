package io.perftune.mcp.offer;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Places;
import io.perftune.workspace.Campaigns;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All resources, in one order: what ships with the product, then the campaigns, the newest first.
///
/// @param world of a call, asked each time, because campaigns come and go
record Shelves(Supplier<Context> world, Path checkout) {
  private static final int PAGE = 100;

  Shelves {
    requireNonNull(world, "world is null");
    requireNonNull(checkout, "checkout is null");
  }

  CampaignShelf campaigns() {
    return new CampaignShelf(folder());
  }

  /// The folder that holds the campaigns.
  Campaigns folder() {
    return Places.campaigns(Json.object(), world.get());
  }

  /// Resources that are listed together.
  ///
  /// @param rank of the kind
  /// @param id of the campaign; empty for what ships
  private record Block(int rank, String id, Supplier<List<Listed>> listed) {
    static final Comparator<Block> ORDER =
        Comparator.comparingInt(Block::rank)
            .thenComparing(Comparator.comparing(Block::id).reversed());
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    CheckoutShelf shipped = new CheckoutShelf(checkout);
    for (CheckoutShelf.Folder folder : CheckoutShelf.FOLDERS) {
      blocks.add(new Block(blocks.size(), "", () -> shipped.list(folder)));
    }
    int rank = blocks.size();
    CampaignShelf campaigns = campaigns();
    for (String id : folder().ids().reversed()) {
      blocks.add(new Block(rank, id, () -> campaigns.list(id)));
    }
    return blocks;
  }

  /// A page of the list.
  ///
  /// @param params may hold a `cursor` of an earlier page
  ObjectNode list(JsonNode params) {
    Cursor cursor = Cursor.read(Json.text(params, "cursor"));
    ObjectNode result = Json.object();
    ArrayNode page = result.putArray("resources");
    for (Block block : blocks()) {
      int order = Block.ORDER.compare(block, cursor.block());
      if (order < 0) {
        continue;
      }
      List<Listed> listed = block.listed().get();
      for (int at = order == 0 ? cursor.taken() : 0; at < listed.size(); at++) {
        if (page.size() == PAGE) {
          return result.put("nextCursor", new Cursor(block, at).text());
        }
        page.add(listed.get(at).json());
      }
    }
    return result;
  }

  /// Where a page begins.
  ///
  /// @param taken resources of the block that earlier pages had
  private record Cursor(Block block, int taken) {
    static Cursor read(@Nullable String text) {
      if (text == null) {
        return new Cursor(new Block(-1, "", List::of), 0);
      }
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        JsonNode json = Json.MAPPER.readTree(plain);
        return new Cursor(
            new Block(json.required("rank").intValue(), json.required("id").asString(), List::of),
            Math.max(0, json.required("taken").intValue()));
      } catch (IllegalArgumentException | JacksonException _) {
        throw RefusedRequestException.invalid(
            "The cursor \"%s\" is none of this server's: leave it out to begin anew."
                .formatted(text));
      }
    }

    String text() {
      ObjectNode json =
          Json.object().put("rank", block.rank()).put("id", block.id()).put("taken", taken);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Json.line(json).getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Reads a resource.
  ObjectNode read(String text) {
    ResourceUri uri = ResourceUri.parse(text);
    if (uri.kind().equals(CheckoutShelf.CEILINGS)) {
      return Contents.json(uri, CheckoutShelf.ceilings(uri));
    }
    return (uri.kind().equals(CampaignShelf.KIND)
            ? campaigns().read(uri)
            : new CheckoutShelf(checkout).file(uri).map(real -> Contents.file(uri, real)))
        .orElseThrow(() ->
            RefusedRequestException.notFound(
                "There is no resource \"%s\": resources/list and resources/templates/list name them."
                    .formatted(text)));
  }

  /// The shapes of URIs that a client may fill in.
  static ObjectNode templates() {
    ObjectNode result = Json.object();
    ArrayNode templates = result.putArray("resourceTemplates");
    for (Template template : Template.ALL) {
      templates
          .addObject()
          .put("uriTemplate", template.uri())
          .put("name", template.name())
          .put("description", template.description())
          .put("mimeType", template.type());
    }
    return result;
  }
}
