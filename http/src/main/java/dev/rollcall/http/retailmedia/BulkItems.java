package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Outcome;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.http.Call;
import dev.rollcall.http.json.JsonValue;
import dev.rollcall.http.json.Refusal;
import java.util.List;
import java.util.function.Function;

/** Reads the items of a bulk request: one that cannot be understood is refused in its place. */
final class BulkItems {
  private BulkItems() {}

  /**
   * Reads each element of {@code data}.
   *
   * @throws Refusal when the whole request cannot be understood, or has too many items
   */
  static <D> List<Outcome<D>> read(Call call, Limits limits, Function<JsonValue, D> item) {
    JsonValue data = call.json().at("data");
    int count = data.items().size();
    if (count > limits.bulkItems()) {
      String detail =
          "data has " + count + " items, at most " + limits.bulkItems() + " are allowed";
      throw new Refusal(ProblemCode.BULK_LIMIT_EXCEEDED.at("@data", detail));
    }
    return data.drafts(item);
  }

  /** Reads elements that are but an id. */
  static List<Outcome<Long>> ids(Call call, Limits limits) {
    return read(call, limits, item -> item.at("id").id());
  }
}
