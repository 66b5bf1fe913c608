package dev.rollcall.http;

import dev.rollcall.audience.Bulk;
import dev.rollcall.audience.Page;
import dev.rollcall.audience.Problem;
import dev.rollcall.http.json.JsonWriter;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/**
 * The frame around every answer: {@code data}, {@code errors} and {@code warnings}, the latter two
 * always there.
 */
public final class Envelope {
  private Envelope() {}

  /** A success. */
  public static Response data(int status, JsonWriter data) {
    return Response.json(
        status,
        out -> {
          out.writeStartObject();
          out.writeName("data");
          data.write(out);
          noProblems(out);
          out.writeEndObject();
        });
  }

  /** A success with a member more that tells about the data, such as {@code meta}. */
  public static Response data(int status, JsonWriter data, String name, JsonWriter about) {
    return Response.json(
        status,
        out -> {
          out.writeStartObject();
          out.writeName("data");
          data.write(out);
          out.writeName(name);
          about.write(out);
          noProblems(out);
          out.writeEndObject();
        });
  }

  /** A success of which parts were refused, each told as an error and as a warning. */
  public static Response data(Call call, JsonWriter data, List<Problem> problems) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeName("data");
          data.write(out);
          problems(out, call, problems);
          out.writeEndObject();
        });
  }

  /**
   * What became of a bulk request. Each item that failed is told twice, as an error and as a
   * warning: clients differ in where they look.
   */
  public static <T> Response bulk(Call call, Bulk<T> bulk, BiConsumer<JsonGenerator, T> item) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeName("data");
          elements(out, bulk.done(), item);
          problems(out, call, bulk.problems());
          out.writeEndObject();
        });
  }

  /** One page of a search, with where it lies in the whole. */
  public static <T> Response page(
      Page<T> page, int offset, int limit, BiConsumer<JsonGenerator, T> item) {
    return data(
        200,
        out -> elements(out, page.items(), item),
        "meta",
        out -> {
          out.writeStartObject();
          out.writeNumberProperty("totalItems", page.total());
          out.writeNumberProperty("limit", limit);
          out.writeNumberProperty("offset", offset);
          out.writeEndObject();
        });
  }

  /** A whole request refused, with the status of its code. */
  static Response refused(Problem problem, String traceId, boolean tracedOnce) {
    return Response.json(
        problem.code().status(),
        out -> {
          out.writeStartObject();
          out.writeArrayPropertyStart("errors");
          problem(out, problem, traceId, tracedOnce);
          out.writeEndArray();
          out.writeArrayPropertyStart("warnings").writeEndArray();
          out.writeEndObject();
        });
  }

  /** An array, each element written by the same hand. */
  public static <T> void elements(
      JsonGenerator out, Iterable<T> elements, BiConsumer<JsonGenerator, ? super T> element) {
    out.writeStartArray();
    for (T one : elements) element.accept(out, one);
    out.writeEndArray();
  }

  /** An array member, each element written by the same hand. */
  public static <T> void array(
      JsonGenerator out,
      String name,
      Iterable<T> elements,
      BiConsumer<JsonGenerator, ? super T> element) {
    out.writeName(name);
    elements(out, elements, element);
  }

  /** The members {@code errors} and {@code warnings}, with each problem in both. */
  public static void problems(JsonGenerator out, Call call, List<Problem> problems) {
    array(out, "errors", problems, (o, problem) -> problem(o, problem, call.traceId(), false));
    array(out, "warnings", problems, (o, problem) -> problem(o, problem, call.traceId(), false));
  }

  /** The members {@code errors} and {@code warnings}, both empty. */
  public static void noProblems(JsonGenerator out) {
    out.writeArrayPropertyStart("errors").writeEndArray();
    out.writeArrayPropertyStart("warnings").writeEndArray();
  }

  private static void problem(
      JsonGenerator out, Problem problem, String traceId, boolean tracedOnce) {
    out.writeStartObject();
    out.writeStringProperty("traceId", traceId);
    if (!tracedOnce) out.writeStringProperty("traceIdentifier", traceId);
    out.writeStringProperty("type", problem.code().type().wireName());
    out.writeStringProperty("code", problem.code().code());
    out.writeStringProperty("instance", problem.instance());
    out.writeStringProperty("title", problem.code().title());
    out.writeStringProperty("detail", problem.detail());
    out.writeEndObject();
  }
}
