package dev.rollcall.http;

import java.io.InputStream;

/**
 * What came over the wire, nothing of it checked yet.
 *
 * @param method in upper case
 * @param path as sent, percent-encoding included, without the query
 * @param query as sent, without the question mark; empty when there is none
 * @param body as sent, compressed or not
 */
public record Request(String method, String path, String query, Headers headers, InputStream body) {
  /** Never the query or the body. */
  @Override
  public String toString() {
    return "Request[" + method + "]";
  }
}
