package dev.rollcall.audience;

import static dev.rollcall.audience.ProblemType.AUTHENTICATION;
import static dev.rollcall.audience.ProblemType.AUTHORIZATION;
import static dev.rollcall.audience.ProblemType.AVAILABILITY;
import static dev.rollcall.audience.ProblemType.DEPRECATION;
import static dev.rollcall.audience.ProblemType.QUOTA;
import static dev.rollcall.audience.ProblemType.VALIDATION;

/**
 * Every code a problem can carry, with its constant title and the HTTP status it has when it
 * refuses a whole request.
 *
 * <p>Inside a bulk request a code refuses one item and the status stays 200.
 */
public enum ProblemCode {
  SEGMENT_NOT_FOUND("segment-not-found", VALIDATION, 404, "Segment not found"),
  AUDIENCE_NOT_FOUND("audience-not-found", VALIDATION, 404, "Audience not found"),
  LINE_ITEM_NOT_FOUND("line-item-not-found", VALIDATION, 404, "Line item not found"),
  ACCOUNT_NOT_FOUND("account-not-found", VALIDATION, 404, "Account not found"),
  RETAILER_NOT_FOUND("retailer-not-found", VALIDATION, 404, "Retailer not found"),
  COMPUTATION_NOT_FOUND("computation-not-found", VALIDATION, 404, "Computation not found"),
  OPERATION_NOT_FOUND("operation-not-found", VALIDATION, 404, "Operation not found"),
  HISTORY_GONE("history-gone", VALIDATION, 410, "History is not kept that long"),
  REPLACEMENT_NOT_FOUND("replacement-not-found", VALIDATION, 404, "Replacement not found"),
  REPLACEMENT_CLOSED("replacement-closed", VALIDATION, 409, "Replacement is closed"),
  REPLACEMENT_REMOVES_TOO_MUCH(
      "replacement-removes-too-much", VALIDATION, 409, "Replacement removes too much"),
  REPLACEMENTS_LIMIT_EXCEEDED(
      "replacements-limit-exceeded", VALIDATION, 400, "Too many replacements are open"),
  WEBHOOK_NOT_FOUND("webhook-not-found", VALIDATION, 404, "Webhook not found"),
  DELIVERY_NOT_FOUND("delivery-not-found", VALIDATION, 404, "Delivery not found"),
  WEBHOOK_DISABLED("webhook-disabled", VALIDATION, 409, "Webhook is disabled"),
  WEBHOOKS_LIMIT_EXCEEDED("webhooks-limit-exceeded", VALIDATION, 400, "Too many webhooks"),
  SNAPSHOT_NOT_FOUND("snapshot-not-found", VALIDATION, 404, "Snapshot not found"),
  NAME_MUST_BE_UNIQUE("name-must-be-unique", VALIDATION, 400, "Name must be unique"),
  SEGMENT_DIFFERS("segment-differs", VALIDATION, 409, "Segment of that name is another"),
  NAME_MUST_NOT_BE_EMPTY("name-must-not-be-empty", VALIDATION, 400, "Name must not be empty"),
  NAME_TOO_LONG("name-too-long", VALIDATION, 400, "Name is too long"),
  DESCRIPTION_TOO_LONG("description-too-long", VALIDATION, 400, "Description is too long"),
  SEGMENT_MUST_NOT_BE_USED_IN_AUDIENCE(
      "segment-must-not-be-used-in-audience",
      VALIDATION,
      400,
      "Segment must not be used in an audience"),
  AUDIENCE_MUST_NOT_BE_USED_IN_LINE_ITEM(
      "audience-must-not-be-used-in-line-item",
      VALIDATION,
      400,
      "Audience must not be used in a line item"),
  SEGMENT_TYPE_REQUIRED(
      "segment-type-required", VALIDATION, 400, "Exactly one segment type is required"),
  EVENTS_NOT_SUPPORTED("events-not-supported", VALIDATION, 400, "Event segments are not supported"),
  EVENT_TOO_OLD("event-too-old", VALIDATION, 400, "Event is too old"),
  EVENT_IN_FUTURE("event-in-future", VALIDATION, 400, "Event has not happened yet"),
  IDENTIFIER_TYPE_REQUIRED(
      "identifier-type-required", VALIDATION, 400, "Identifier type is required"),
  IDENTIFIER_TYPE_IMMUTABLE(
      "identifier-type-immutable", VALIDATION, 400, "Identifier type cannot be changed"),
  IDENTIFIER_TYPE_MISMATCH(
      "identifier-type-mismatch", VALIDATION, 400, "Identifier type differs from the list's"),
  IDENTIFIERS_LIMIT_EXCEEDED("identifiers-limit-exceeded", VALIDATION, 400, "Too many identifiers"),
  SEGMENT_RETAILER_MISMATCH(
      "segment-retailer-mismatch", VALIDATION, 400, "Segments are of another retailer"),
  ALGEBRA_INVALID_NODE("algebra-invalid-node", VALIDATION, 400, "Algebra node is not valid"),
  ALGEBRA_TOO_DEEP("algebra-too-deep", VALIDATION, 400, "Algebra is too deep"),
  ALGEBRA_TOO_LARGE("algebra-too-large", VALIDATION, 400, "Algebra is too large"),
  AUDIENCE_SIZE_UNBOUNDED("audience-size-unbounded", VALIDATION, 400, "Audience is not bounded"),
  SEGMENT_NOT_CONTACT_LIST(
      "segment-not-contact-list", VALIDATION, 400, "Segment is not a contact list"),
  SEGMENT_READ_ONLY("segment-read-only", VALIDATION, 400, "Segment is read-only"),
  SEGMENT_NOT_SHAREABLE("segment-not-shareable", VALIDATION, 400, "Segment cannot be shared"),
  SEGMENT_HAS_SERVED_IMPRESSIONS(
      "segment-has-served-impressions", VALIDATION, 400, "Segment has served impressions"),
  LINE_ITEM_IMMUTABLE(
      "line-item-immutable",
      VALIDATION,
      400,
      "Account and retailer of a line item cannot be changed"),
  ESTIMATE_SUPERSEDED("estimate-superseded", VALIDATION, 409, "A newer estimate took its place"),
  BULK_LIMIT_EXCEEDED("bulk-limit-exceeded", VALIDATION, 400, "Too many items"),
  REQUIRED_FIELD("required-field", VALIDATION, 400, "Required field"),
  INVALID_JSON("invalid-json", VALIDATION, 400, "Body is not valid JSON"),
  INVALID_VALUE("invalid-value", VALIDATION, 400, "Value is not valid"),
  INVALID_PAGING("invalid-paging", VALIDATION, 400, "Paging is not valid"),
  BODY_TOO_LARGE("body-too-large", VALIDATION, 413, "Body is too large"),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", VALIDATION, 415, "Media type is not supported"),
  IDEMPOTENCY_KEY_INVALID(
      "idempotency-key-invalid", VALIDATION, 400, "Idempotency key is not valid"),
  IDEMPOTENCY_KEY_IN_USE("idempotency-key-in-use", VALIDATION, 409, "Idempotency key is in use"),
  IDEMPOTENCY_KEY_REUSED(
      "idempotency-key-reused", VALIDATION, 422, "Idempotency key is another request's"),
  ROUTE_NOT_FOUND("route-not-found", VALIDATION, 404, "No such route"),
  METHOD_NOT_ALLOWED("method-not-allowed", VALIDATION, 405, "Method is not allowed here"),
  VERSION_UNKNOWN("version-unknown", VALIDATION, 404, "API version is unknown"),
  VERSION_RETIRED("version-retired", DEPRECATION, 410, "API version is retired"),
  AUTHORIZATION_TOKEN_INVALID(
      "authorization-token-invalid", AUTHENTICATION, 401, "Authorization token is not valid"),
  AUTHORIZATION_TOKEN_EXPIRED(
      "authorization-token-expired", AUTHENTICATION, 401, "Authorization token has expired"),
  PERMISSION_DENIED("permission-denied", AUTHORIZATION, 403, "Permission denied"),
  RATE_LIMIT_EXCEEDED("rate-limit-exceeded", QUOTA, 429, "Too many requests"),
  STREAMS_LIMIT_EXCEEDED("streams-limit-exceeded", QUOTA, 429, "Too many streams are open"),
  UNAVAILABLE("unavailable", AVAILABILITY, 503, "Temporarily unavailable"),
  INTERNAL_ERROR("internal-error", AVAILABILITY, 500, "Internal error");

  private final String code;
  private final ProblemType type;
  private final int status;
  private final String title;

  ProblemCode(String code, ProblemType type, int status, String title) {
    this.code = code;
    this.type = type;
    this.status = status;
    this.title = title;
  }

  /** The code on the wire, in kebab case. */
  public String code() {
    return code;
  }

  public ProblemType type() {
    return type;
  }

  /** The HTTP status when this code refuses a whole request. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** A problem with this code that speaks of the whole request. */
  public Problem because(String detail) {
    return new Problem(this, "", detail);
  }

  /** A problem with this code at a place in the request, such as {@code @data/0}. */
  public Problem at(String instance, String detail) {
    return new Problem(this, instance, detail);
  }
}
