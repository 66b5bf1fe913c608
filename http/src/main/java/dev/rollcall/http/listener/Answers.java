package dev.rollcall.http.listener;

import dev.rollcall.http.Api;
import dev.rollcall.http.Response;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What all connections share: who answers, and the form of the answers.
 *
 * @param api answers
 * @param waiting runs what may wait, each on a thread of its own
 * @param closing whether connections are closed after the answer that is under way
 */
record Answers(Api api, Executor waiting, HttpDate date, BooleanSupplier closing) {
  private static final int NO_CONTENT = 204;

  /**
   * An answer as it is sent.
   *
   * @param headOnly whether its body would be another when it was asked for
   * @param last whether the connection is closed after it
   */
  FullHttpResponse whole(Response response, boolean headOnly, boolean last) {
    FullHttpResponse whole =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    tell(response, last, whole.headers());
    boolean lengthTold = whole.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    if (response.status() != NO_CONTENT && !headOnly && !lengthTold)
      whole.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
    return whole;
  }

  /** The head of an answer that goes on. */
  HttpResponse head(Response response, boolean last) {
    HttpResponse head =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
    tell(response, last, head.headers());
    head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    return head;
  }

  private void tell(Response response, boolean last, HttpHeaders headers) {
    headers.set(HttpHeaderNames.DATE, date.now());
    response.headers().forEach(headers::set);
    if (last) headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }
}
