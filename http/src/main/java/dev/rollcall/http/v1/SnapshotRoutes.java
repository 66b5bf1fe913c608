package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.COMPUTATIONS_MANAGE;
import static dev.rollcall.audience.Permission.COMPUTATIONS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.audience.Application;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Segments;
import dev.rollcall.compute.AudienceResult;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.RetailerResult;
import dev.rollcall.compute.SegmentResult;
import dev.rollcall.compute.Size;
import dev.rollcall.compute.Snapshot;
import dev.rollcall.compute.SnapshotStore;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.identity.Channel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** Lists the snapshots kept, tells what one held, and publishes one again. */
public final class SnapshotRoutes {
  private final SnapshotStore store;
  private final Computations computations;
  private final Segments segments;

  /**
   * @param computations what publishes to the store
   */
  public SnapshotRoutes(SnapshotStore store, Computations computations, Segments segments) {
    this.store = store;
    this.computations = computations;
    this.segments = segments;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, "/snapshots", COMPUTATIONS_READ, this::list),
        Route.own(GET, "/snapshots/{snapshot}", COMPUTATIONS_READ, this::get),
        Route.own(POST, "/snapshots/{snapshot}/publish", COMPUTATIONS_MANAGE, this::publish)
            .accepting(Accepts.NOTHING));
  }

  private Response list(Call call) {
    Paging paging = Paging.of(call);
    return Envelope.page(
        paging.slice(store.list()),
        paging.offset(),
        paging.limit(),
        (out, summary) -> {
          out.writeStartObject();
          out.writeStringProperty("id", Long.toString(summary.id()));
          out.writeStringProperty("type", "Snapshot");
          out.writeObjectPropertyStart("attributes");
          out.writeStringProperty("computationId", Long.toString(summary.computationId()));
          out.writeStringProperty("createdAt", summary.createdAt().toString());
          out.writeNumberProperty("audiences", summary.audiences());
          out.writeBooleanProperty("published", summary.published());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Response get(Call call) {
    long id = call.id("snapshot");
    Snapshot snapshot = store.find(id).orElseThrow(() -> notFound(id));
    return answer(call, snapshot, store.published().map(now -> now.id() == id).orElse(false));
  }

  private Response publish(Call call) {
    long id = call.id("snapshot");
    return computations
        .publish(
            id, snapshot -> call.keeper().map(keeper -> keeper.apply(answer(call, snapshot, true))))
        .map(snapshot -> answer(call, snapshot, true))
        .orElseThrow(() -> notFound(id));
  }

  private Response answer(Call call, Snapshot snapshot, boolean published) {
    return Envelope.data(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("id", Long.toString(snapshot.id()));
          out.writeStringProperty("type", "Snapshot");
          out.writeObjectPropertyStart("attributes");
          out.writeStringProperty("computationId", Long.toString(snapshot.computationId()));
          out.writeStringProperty("createdAt", snapshot.createdAt().toString());
          out.writeBooleanProperty("published", published);
          out.writeArrayPropertyStart("retailers");
          for (RetailerResult retailer : snapshot.retailers()) {
            if (call.caller().retailerIds().contains(retailer.retailerId())) {
              retailer(out, retailer, call.application());
            }
          }
          out.writeEndArray();
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static Refusal notFound(long id) {
    return new Refusal(ProblemCode.SNAPSHOT_NOT_FOUND.because("There is no snapshot " + id));
  }

  /**
   * What the retailer's part holds of the accounts granted to the caller. Exact sizes tell of
   * single users, and so do content ids, which change with one. They are left out for those without
   * the right to them, and of audiences with a list whose owner keeps its statistics.
   */
  private void retailer(JsonGenerator out, RetailerResult retailer, Application caller) {
    Set<Long> accountIds = caller.accountIds();
    boolean exact = Size.Right.of(caller) == Size.Right.EXACT;
    List<AudienceResult> audiences =
        retailer.audiences().stream().filter(a -> accountIds.contains(a.accountId())).toList();
    Set<Long> withheld = exact ? withheld(audiences, accountIds) : Set.of();
    out.writeStartObject();
    out.writeStringProperty("retailerId", Long.toString(retailer.retailerId()));
    out.writeStringProperty("cutOff", Long.toString(retailer.cutOff()));
    out.writeStringProperty("computedAt", retailer.computedAt().toString());
    if (exact) out.writeNumberProperty("users", retailer.users());
    Envelope.array(
        out,
        "segments",
        retailer.segments().stream().filter(s -> accountIds.contains(s.accountId())).toList(),
        (o, segment) -> segment(o, segment, exact));
    Envelope.array(
        out,
        "audiences",
        audiences,
        (o, audience) -> audience(o, audience, exact && audience.mayBeTold(withheld)));
    out.writeEndObject();
  }

  private Set<Long> withheld(List<AudienceResult> audiences, Set<Long> accountIds) {
    Set<Long> borrowed =
        audiences.stream()
            .flatMap(a -> Stream.ofNullable(a.borrowed()))
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    return segments.withheld(borrowed, accountIds);
  }

  private static void segment(JsonGenerator out, SegmentResult segment, boolean exact) {
    out.writeStartObject();
    out.writeStringProperty("audienceSegmentId", Long.toString(segment.segmentId()));
    out.writeNumberProperty("numberOfIdentifiers", segment.identifiers());
    if (exact) {
      out.writeNumberProperty("size", segment.size());
      out.writeNumberProperty("numberOfMatches", segment.matches());
      out.writeStringProperty("contentId", segment.contentId());
    }
    channels(out, segment.channels());
  }

  private static void audience(JsonGenerator out, AudienceResult audience, boolean exact) {
    out.writeStartObject();
    out.writeStringProperty("audienceId", Long.toString(audience.audienceId()));
    if (exact) {
      out.writeNumberProperty("size", audience.size());
      out.writeStringProperty("contentId", audience.contentId());
    }
    channels(out, audience.channels());
  }

  private static void channels(JsonGenerator out, Set<Channel> channels) {
    Envelope.array(
        out,
        "channels",
        channels.stream().sorted().toList(),
        (o, channel) -> o.writeString(channel.wireName()));
    out.writeEndObject();
  }
}
