package dev.rollcall.http.v1;

import dev.rollcall.audience.Limits;
import dev.rollcall.audience.Page;
import dev.rollcall.http.Call;
import java.util.List;

/**
 * Which page of a listing a caller wants.
 *
 * @param offset items passed over
 * @param limit items in the page, 0 to {@link Limits#PAGE}
 */
record Paging(int offset, int limit) {
  /** Unless the caller says otherwise. */
  private static final int USUAL_LIMIT = 100;

  static Paging of(Call call) {
    return new Paging(
        call.query().paging("offset", 0, 0, Integer.MAX_VALUE),
        call.query().paging("limit", USUAL_LIMIT, 0, Limits.PAGE));
  }

  /** The page of a listing that is all there. */
  <T> Page<T> slice(List<T> all) {
    int from = Math.min(offset, all.size());
    return new Page<>(all.subList(from, Math.min(all.size(), from + limit)), all.size());
  }
}
