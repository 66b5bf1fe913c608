package dev.rollcall.http;

/** The methods that routes answer to; HEAD and OPTIONS follow from them. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
