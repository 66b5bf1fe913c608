package dev.rollcall.http.v1;

import static dev.rollcall.audience.Permission.RETAILERS_MANAGE;
import static dev.rollcall.http.Method.POST;
import static dev.rollcall.http.Method.PUT;

import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.Retailers;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.http.Accepts;
import dev.rollcall.http.BodyWorkers;
import dev.rollcall.http.Call;
import dev.rollcall.http.Response;
import dev.rollcall.http.Route;
import dev.rollcall.http.json.Outcomes;
import java.util.List;

/** Imports a retailer's product catalogue and shopping events. */
public final class EventRoutes {
  /** Bytes of one body, after inflation, at most: some hundred million events. */
  private static final long MAX_BYTES = 16L << 30;

  private final Retailers retailers;
  private final EventImports imports;
  private final BodyWorkers workers;

  public EventRoutes(Retailers retailers, EventImports imports, BodyWorkers workers) {
    this.retailers = retailers;
    this.imports = imports;
    this.workers = workers;
  }

  public List<Route> routes() {
    Accepts lines = new Accepts(ImportedLines.TYPES, MAX_BYTES);
    return List.of(
        Route.own(PUT, "/retailers/{retailer}/products", RETAILERS_MANAGE, this::products)
            .accepting(lines),
        Route.own(POST, "/retailers/{retailer}/events", RETAILERS_MANAGE, this::events)
            .accepting(lines));
  }

  private Response products(Call call) {
    Retailer retailer = Outcomes.value(retailers.find(call.id("retailer")));
    ImportedLines lines = new ImportedLines(call, workers, ProductImport::isColumn);
    ProductImport products = new ProductImport(call, imports, retailer, lines);
    lines.read(products);
    return products.answer();
  }

  private Response events(Call call) {
    Retailer retailer = Outcomes.value(retailers.find(call.id("retailer")));
    ImportedLines lines = new ImportedLines(call, workers, EventImport::isColumn);
    EventImport events = new EventImport(call, imports, retailer, lines);
    lines.read(events);
    return events.answer();
  }
}
