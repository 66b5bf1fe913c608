package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.AUDIENCES_EXPLAIN;
import static dev.rollcall.http.Method.GET;
import static dev.rollcall.http.Method.POST;

import dev.rollcall.compute.explain.Asked;
import dev.rollcall.compute.explain.Explanation;
import dev.rollcall.compute.explain.Explanations;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Outcomes;
import dev.rollcall.identity.Identifier;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Explains why a shopper is in an audience or is not, and tells who asked. */
public final class ExplainRoutes {
  private final Explanations explanations;
  private final ShopperReader shoppers = new ShopperReader();

  public ExplainRoutes(Explanations explanations) {
    this.explanations = explanations;
  }

  public List<Route> routes() {
    return List.of(
        // Asked again it is asked again, in the trail too; no answer about a shopper is kept.
        Route.own(
                POST,
                "/accounts/{account}/audiences/{audience}/explain",
                AUDIENCES_EXPLAIN,
                this::explain)
            .reading(),
        Route.own(GET, "/accounts/{account}/explanations", AUDIENCES_EXPLAIN, this::list));
  }

  private Response explain(Call call) {
    Identifier identifier =
        shoppers.identifier(call.json().at("data").at("attributes").at("identifier"));
    Explanation explanation =
        Outcomes.value(
            explanations.explain(
                call.application(), call.id("account"), call.id("audience"), identifier));
    return Envelope.data(200, out -> ExplanationJson.write(out, explanation));
  }

  private Response list(Call call) {
    Paging paging = Paging.of(call);
    return Envelope.page(
        explanations.asked(call.id("account"), paging.offset(), paging.limit()),
        paging.offset(),
        paging.limit(),
        ExplainRoutes::write);
  }

  private static void write(JsonGenerator out, Asked asked) {
    OperationJson.head(out, asked.id(), "ExplanationRequest");
    out.writeStringProperty("askedAt", asked.at().toString());
    OperationJson.id(out, "applicationId", asked.applicationId());
    OperationJson.id(out, "audienceId", asked.audienceId());
    OperationJson.id(out, "retailerId", asked.retailerId());
    out.writeStringProperty("identifierType", asked.subject().type().wireName());
    HexFormat hex = HexFormat.of();
    out.writeStringProperty(
        "subjectKey",
        hex.toHexDigits(asked.subject().hi()) + hex.toHexDigits(asked.subject().lo()));
    out.writeEndObject();
    out.writeEndObject();
  }
}
