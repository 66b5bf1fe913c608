package dev.rollcall.http;

import java.io.InputStream;
import java.net.InetAddress;

/**
 * What came over the wire, nothing of it checked yet.
 *
 * @param method in upper case
 * @param path as sent, percent-encoding included, without the query
 * @param query as sent, without the question mark; empty when there is none
 * @param remote who sent it, or the last proxy before it
 * @param body as sent, compressed or not
 */
public record Request(
    String method,
    String path,
    String query,
    Headers headers,
    InetAddress remote,
    InputStream body) {
  /** Never the query, the sender or the body. */
  @Override
  public String toString() {
    return "Request[" + method + "]";
  }
}
