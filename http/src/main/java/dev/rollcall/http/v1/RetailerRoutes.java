package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.RETAILERS_MANAGE;
import static dev.rollcall.audience.Permission.RETAILERS_READ;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.PATCH;

import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.PopulationView;
import dev.rollcall.audience.Populations;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Retailers;
import dev.rollcall.compute.Computation;
import dev.rollcall.compute.Computation.State;
import dev.rollcall.compute.Computation.Trigger;
import dev.rollcall.compute.Computations;
import dev.rollcall.compute.Size;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.http.json.Refusal;
import java.time.Duration;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The retailers a caller may address, and how their changes are published. */
public final class RetailerRoutes {
  /** How long a run may take that is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration GLANCE = Duration.ofMillis(10);

  private final Retailers retailers;
  private final Populations populations;
  private final Computations computations;

  public RetailerRoutes(Retailers retailers, Populations populations, Computations computations) {
    this.retailers = retailers;
    this.populations = populations;
    this.computations = computations;
  }

  public List<Route> routes() {
    return List.of(
        Route.own(GET, "/retailers", RETAILERS_READ, this::list),
        Route.own(
            GET,
            "/retailers/{retailer}",
            RETAILERS_READ,
            call -> answer(call, retailers.find(call.id("retailer")))),
        Route.own(PATCH, "/retailers/{retailer}", RETAILERS_MANAGE, this::patch));
  }

  private Response list(Call call) {
    List<Retailer> found = retailers.list(call.caller().retailerIds());
    Paging paging = Paging.of(call);
    return Envelope.page(
        paging.slice(found),
        paging.offset(),
        paging.limit(),
        (out, retailer) -> write(out, retailer, call));
  }

  private Response patch(Call call) {
    JsonValue publication = call.json().at("data").at("attributes").at("publication");
    Publication wanted =
        Publication.parse(publication.string())
            .orElseThrow(() -> publication.notA("continuous or scheduled"));
    long id = call.id("retailer");
    Retailer current = Outcomes.value(retailers.find(id));
    if (wanted == Publication.SCHEDULED && current.publication() != wanted) publishWhatIsLive();
    return call.together(() -> answer(call, retailers.publish(id, wanted)));
  }

  /**
   * Runs a computation to its end, so that lookups that turn to the published snapshot find there
   * what they saw live.
   */
  private void publishWhatIsLive() {
    long run = computations.start(Trigger.MANUAL).id();
    for (long left = PATIENCE.toMillis(); left > 0; left -= GLANCE.toMillis()) {
      State state = computations.find(run).map(Computation::state).orElse(State.FAILED);
      if (state == State.SUCCEEDED) return;
      if (state == State.FAILED) break;
      try {
        Thread.sleep(GLANCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new Refusal(
        ProblemCode.UNAVAILABLE.because(
            "What is live could not be published first; publication stays continuous"));
  }

  private Response answer(Call call, Outcome<Retailer> outcome) {
    Retailer retailer = Outcomes.value(outcome);
    return Envelope.data(200, out -> write(out, retailer, call));
  }

  /**
   * Without a graph an identifier is a user: who may add one learns from the exact number whether
   * it was known.
   */
  private void write(JsonGenerator out, Retailer retailer, Call call) {
    PopulationView population = populations.view(retailer.id());
    out.writeStartObject();
    out.writeStringProperty("id", Long.toString(retailer.id()));
    out.writeStringProperty("type", "Retailer");
    out.writeObjectPropertyStart("attributes");
    out.writeStringProperty("name", retailer.name());
    out.writeStringProperty("publication", retailer.publication().wireName());
    out.writeBooleanProperty("identityGraph", population.hasGraph());
    if (population.hasGraph() || Size.Right.of(call.application()) == Size.Right.EXACT)
      out.writeNumberProperty("users", population.userCount());
    out.writeEndObject();
    out.writeEndObject();
  }
}
