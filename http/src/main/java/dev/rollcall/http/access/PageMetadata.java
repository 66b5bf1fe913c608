package dev.rollcall.http.access;

import dev.rollcall.http.Call;
import dev.rollcall.http.json.JsonWriter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Where a numbered page lies in the whole, with the paths of its neighbours.
 *
 * @param index of the page, from 0
 * @param size items in a page, at most
 * @param total items in all pages
 */
record PageMetadata(Call call, int index, int size, long total) implements JsonWriter {
  @Override
  public void write(JsonGenerator out) {
    long pages = (total + size - 1) / size;
    out.writeStartObject();
    out.writeNumberProperty("totalItemsAcrossAllPages", total);
    out.writeNumberProperty("totalPages", pages);
    out.writeNumberProperty("currentPageIndex", index);
    out.writeNumberProperty("currentPageSize", size);
    out.writeStringProperty("nextPage", index + 1L < pages ? path(index + 1) : null);
    out.writeStringProperty("previousPage", index > 0 && index <= pages ? path(index - 1) : null);
    out.writeEndObject();
  }

  private @Nullable String path(int page) {
    Optional<Set<Long>> wanted = call.query().ids("limitToId");
    String filter =
        wanted
            .map(ids -> ids.stream().map(id -> "&limitToId=" + id).collect(Collectors.joining()))
            .orElse("");
    return call.request().path() + "?pageIndex=" + page + "&pageSize=" + size + filter;
  }
}
