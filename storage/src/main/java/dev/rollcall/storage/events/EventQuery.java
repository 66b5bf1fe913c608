package dev.rollcall.storage.events;

import dev.rollcall.audience.Definition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * One scan that answers several definitions of one activity: the keys that meet any, and for each a
 * bit a definition that it meets. What products meet is decided a product at a time, before the
 * join.
 */
final class EventQuery {
  /** Definitions in one scan, at most: the bits of a positive number. */
  static final int MOST = 62;

  private final List<Definition.Events> definitions;
  private final Instant cutOff;
  private final List<Object> parameters = new ArrayList<>();
  private final String sql;

  /**
   * @param definitions of one activity, 1 to {@value #MOST}
   * @param events selects the events
   * @param products the table of the retailer's products
   */
  EventQuery(List<Definition.Events> definitions, Instant cutOff, String events, String products) {
    this.definitions = definitions;
    this.cutOff = cutOff;
    boolean eachNeedsProduct = definitions.stream().allMatch(EventQuery::asksProduct);
    boolean someNeedProduct = definitions.stream().anyMatch(d -> asksProduct(d) || asksPrice(d));
    String joined = "(" + events + ") e";
    if (eachNeedsProduct)
      joined += " JOIN (" + fitting(products) + " WHERE fits <> 0) p USING (product_key)";
    else if (someNeedProduct)
      joined += " LEFT JOIN (" + fitting(products) + ") p USING (product_key)";
    String inside = "activity = " + EventForm.code(definitions.getFirst().activity());
    inside += " AND time_ms > " + definitions.stream().mapToLong(this::after).min().orElseThrow();
    inside += " AND time_ms <= " + cutOff.toEpochMilli();
    sql = definitions.size() == 1 ? one(joined, inside) : several(joined, inside);
  }

  private String one(String joined, String inside) {
    return "SELECT DISTINCT key_hi, key_lo, 1::BIGINT FROM %s WHERE %s AND %s"
        .formatted(joined, inside, condition(0));
  }

  private String several(String joined, String inside) {
    return "SELECT key_hi, key_lo, bit_or(met) FROM (SELECT key_hi, key_lo, %s AS met FROM %s WHERE %s) WHERE met <> 0 GROUP BY ALL"
        .formatted(whens(), joined, inside);
  }

  private String whens() {
    List<String> bits = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++)
      bits.add("CASE WHEN %s THEN %d::BIGINT ELSE 0::BIGINT END".formatted(condition(i), 1L << i));
    return "(" + String.join(" | ", bits) + ")";
  }

  private long after(Definition.Events definition) {
    return definition.window().after(cutOff).toEpochMilli();
  }

  private static boolean asksProduct(Definition.Events definition) {
    return !definition.brandIds().isEmpty() || !definition.categoryIds().isEmpty();
  }

  private static boolean asksPrice(Definition.Events definition) {
    return definition.minPrice().isPresent() || definition.maxPrice().isPresent();
  }

  private String condition(int i) {
    Definition.Events definition = definitions.get(i);
    List<String> all = new ArrayList<>();
    all.add("time_ms > " + after(definition));
    if (asksProduct(definition)) all.add("(fits & " + (1L << i) + ") <> 0");
    if (asksPrice(definition)) {
      bound(all, "coalesce(e.price, p.price) >= ", definition.minPrice());
      bound(all, "coalesce(e.price, p.price) <= ", definition.maxPrice());
    }
    return String.join(" AND ", all);
  }

  private static void bound(List<String> all, String comparison, OptionalDouble price) {
    price.ifPresent(p -> all.add(comparison + Double.toString(p) + "::DOUBLE"));
  }

  /** Selects the products with a bit for each definition whose brands and categories they meet. */
  private String fitting(String products) {
    List<String> bits = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      Definition.Events definition = definitions.get(i);
      if (!asksProduct(definition)) continue;
      List<String> all = new ArrayList<>();
      if (!definition.brandIds().isEmpty())
        all.add("brand_id IN (" + given(definition.brandIds()) + ")");
      if (!definition.categoryIds().isEmpty())
        all.add("list_has_any(category_ids, [" + given(definition.categoryIds()) + "])");
      bits.add(
          "CASE WHEN %s THEN %d::BIGINT ELSE 0::BIGINT END"
              .formatted(String.join(" AND ", all), 1L << i));
    }
    String fits = bits.isEmpty() ? "0::BIGINT" : String.join(" | ", bits);
    return "SELECT * FROM (SELECT product_key, price, %s AS fits FROM %s)"
        .formatted(fits, products);
  }

  private String given(Collection<String> ids) {
    parameters.addAll(ids);
    return ids.stream().map(id -> "?").collect(Collectors.joining(", "));
  }

  String sql() {
    return sql;
  }

  void fillIn(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) statement.setObject(i + 1, parameters.get(i));
  }
}
