package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_READ;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.ProblemCode;
import dev.rollcall.compute.Overlap;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.Sizes;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Channel;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Tells how segments and audiences overlap, as an UpSet plot draws it. */
public final class OverlapRoutes {
  private final Sizes sizes;

  public OverlapRoutes(Sizes sizes) {
    this.sizes = sizes;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(POST, "/accounts/{account}/audiences/overlap", AUDIENCES_READ, this::overlap)
            .reading());
  }

  private Response overlap(Call call) {
    JsonValue attributes = call.json().at("data").at("attributes");
    JsonValue given = attributes.at("ids");
    List<Long> ids = given.items().stream().map(JsonValue::id).toList();
    if (ids.isEmpty()) throw given.notA("an array with an id");
    if (ids.stream().distinct().count() > Overlap.MAX_SETS)
      throw new Refusal(
          given.problem(
              ProblemCode.BULK_LIMIT_EXCEEDED, "at most " + Overlap.MAX_SETS + " ids are allowed"));
    Optional<Channel> channel = attributes.at("channel").optional().map(OverlapRoutes::channel);
    Overlap overlap =
        Outcomes.value(sizes.overlap(call.application(), call.id("account"), ids, channel));
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "Overlap");
          out.writeObjectPropertyStart("attributes");
          Envelope.array(out, "sets", overlap.sets(), OverlapRoutes::set);
          Envelope.array(out, "pairs", overlap.pairs(), OverlapRoutes::part);
          Envelope.array(out, "intersections", overlap.intersections(), OverlapRoutes::part);
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static Channel channel(JsonValue given) {
    return Channel.parse(given.string()).orElseThrow(() -> given.notA("Onsite or Offsite"));
  }

  private static void set(JsonGenerator out, Overlap.Part set) {
    out.writeStartObject();
    out.writeStringProperty("id", Long.toString(set.ids().getFirst()));
    size(out, set.size());
    out.writeEndObject();
  }

  private static void part(JsonGenerator out, Overlap.Part part) {
    out.writeStartObject();
    Envelope.array(out, "members", part.ids(), (o, id) -> o.writeString(Long.toString(id)));
    size(out, part.size());
    out.writeEndObject();
  }

  private static void size(JsonGenerator out, Size size) {
    size.users().ifPresent(users -> out.writeNumberProperty("size", users));
    size.relative().ifPresent(part -> out.writeNumberProperty("relativeSize", part));
  }
}
