package dev.rollcall.http.v1;

import static dev.rollcall.audience.ProblemCode.EVENT_IN_FUTURE;
import static dev.rollcall.audience.ProblemCode.EVENT_TOO_OLD;
import static dev.rollcall.audience.ProblemCode.INVALID_VALUE;
import static dev.rollcall.audience.ProblemCode.REQUIRED_FIELD;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.audience.Retailer;
import dev.rollcall.audience.ShopperActivity;
import dev.rollcall.audience.events.EventBatch;
import dev.rollcall.audience.events.EventImports;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.InvalidIdentifier;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes shopping events in: {@code eventId, activity, productId, time, price}, and whose they are.
 */
final class EventImport implements ImportedLines.Taker {
  private static final Set<String> COLUMNS =
      Set.of("eventid", "activity", "productid", "time", "price", "userid");

  private final Call call;
  private final EventImports imports;
  private final Retailer retailer;
  private final ImportedLines lines;
  private Instant oldest;
  private Instant newest;
  private EventBatch batch = new EventBatch();

  /** Events understood. */
  private long events;

  /** Those of them that were not there before. */
  private long fresh;

  private long invalidIdentifiers;

  /** Of the parts that ended. */
  private long refused;

  EventImport(Call call, EventImports imports, Retailer retailer, ImportedLines lines) {
    this.call = call;
    this.imports = imports;
    this.retailer = retailer;
    this.lines = lines;
    this.oldest = imports.oldest();
    this.newest = imports.newest();
  }

  static boolean isColumn(String name) {
    return COLUMNS.contains(name) || IdentifierType.parse(name).isPresent();
  }

  @Override
  public void row(ImportRow row) {
    batch.leave(); // what a row before began and did not end
    Optional<String> id = row.text("eventId");
    Optional<String> activityName = row.text("activity");
    Optional<String> product = row.text("productId");
    Optional<String> time = row.text("time");
    if (id.isEmpty() || activityName.isEmpty() || product.isEmpty() || time.isEmpty()) {
      lines.refuse(REQUIRED_FIELD, "eventId, activity, productId and time are required");
      return;
    }
    Optional<ShopperActivity> activity = activityName.flatMap(ShopperActivity::parse);
    if (activity.isEmpty()) {
      lines.refuse(INVALID_VALUE, "activity must be View, Buy or AddToCart");
      return;
    }
    Optional<OptionalDouble> price = ProductImport.price(row.text("price"));
    if (price.isEmpty()) {
      lines.refuse(INVALID_VALUE, "price must be a number from 0");
      return;
    }
    if (ProductImport.isTooLong(product.get())) {
      lines.refuse(INVALID_VALUE, "productId has at most 256 characters");
      return;
    }
    Optional<Instant> at = time(time.get());
    if (at.isPresent()) event(row, id.get(), activity.get(), product.get(), at.get(), price.get());
  }

  private Optional<Instant> time(String text) {
    Instant at;
    try {
      at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      lines.refuse(INVALID_VALUE, "time must be a time such as 2026-01-31T12:00:00Z");
      return Optional.empty();
    }
    if (at.isAfter(newest)) {
      lines.refuse(EVENT_IN_FUTURE, "time is more than ten minutes ahead");
      return Optional.empty();
    }
    if (at.isBefore(oldest)) {
      lines.refuse(EVENT_TOO_OLD, "time is before the days that events are kept for");
      return Optional.empty();
    }
    return Optional.of(at);
  }

  private void event(
      ImportRow row,
      String id,
      ShopperActivity activity,
      String product,
      Instant at,
      OptionalDouble price) {
    row.identifiers(this::identifier);
    if (batch.identifiers() == 0) {
      batch.leave();
      lines.refuse(REQUIRED_FIELD, "An event has an identifier or a userId at least");
      return;
    }
    InvalidIdentifier invalid = batch.event(id, activity, product, at, price);
    if (invalid == null) events++;
    else lines.refuse(INVALID_VALUE, "eventId must be text of at most 249 characters");
  }

  private void identifier(IdentifierType type, String value) {
    InvalidIdentifier invalid = batch.identifier(type, value);
    if (invalid == null) return;
    invalidIdentifiers++;
    lines.tell(INVALID_VALUE, type.wireName() + ": " + invalid.remedy());
  }

  @Override
  public void endPart(boolean last) {
    Optional<Function<Response, KeptAnswer>> keeper = last ? call.keeperAhead() : Optional.empty();
    long before = fresh;
    fresh +=
        imports.add(
            retailer, batch, added -> keeper.map(keep -> keep.apply(answer(before + added))));
    imports.refuse(lines.refused() - refused);
    refused = lines.refused();
    batch = new EventBatch();
    oldest = imports.oldest(); // a body may take hours to come
    newest = imports.newest();
  }

  /** What came of the rows. */
  Response answer() {
    return answer(fresh);
  }

  private Response answer(long added) {
    return Envelope.data(
        call,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "EventImport");
          out.writeObjectPropertyStart("attributes");
          out.writeNumberProperty("rows", lines.rows());
          out.writeNumberProperty("events", added);
          out.writeNumberProperty("duplicates", events - added);
          out.writeNumberProperty("refusedRows", lines.refused());
          out.writeNumberProperty("invalidIdentifiers", invalidIdentifiers);
          out.writeEndObject();
          out.writeEndObject();
        },
        lines.problems());
  }
}
