package dev.rollcall.http.retailmedia;

import dev.rollcall.audience.ContactListOperation;
import dev.rollcall.audience.LogRecord;
import dev.rollcall.audience.ProblemCode;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.http.Call;
import dev.rollcall.http.Envelope;
import dev.rollcall.http.Response;
import dev.rollcall.http.json.Refusal;
import dev.rollcall.http.v1.OperationJson;
import tools.jackson.core.JsonGenerator;

/** What an amendment is answered with. */
final class Receipts {
  private Receipts() {}

  /**
   * The receipt in both shapes that clients read: the members in {@code data}, and again in its
   * attributes. Asked for in full, every refused identifier is named beside it.
   */
  static Response of(Call call, ContactListOperation done, AmendmentBody amendment) {
    boolean full = full(call);
    return Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeStringProperty("type", "AddRemoveContactlistResult");
              out.writeObjectPropertyStart("data");
              out.writeStringProperty("type", "ContactlistAmendment");
              members(out, done, amendment);
              out.writeObjectPropertyStart("attributes");
              members(out, done, amendment);
              out.writeEndObject();
              out.writeEndObject();
              if (full) OperationJson.report(out, amendment.valid(), amendment.refused());
              Envelope.noProblems(out);
              out.writeEndObject();
            })
        .with(Response.OPERATION, Long.toString(done.position()));
  }

  /** The receipt of an amendment that the log has, its identifiers read once more. */
  static Response again(
      Call call, Operation operation, LogRecord.Amend record, AmendmentBody amendment) {
    return of(
        call,
        new ContactListOperation(
            record.segmentId(),
            record.add(),
            record.at(),
            record.type(),
            amendment.valid(),
            operation.id()),
        amendment);
  }

  /** Whether every refused identifier is to be named: {@code ?report=full}. */
  static boolean full(Call call) {
    String report = call.query().first("report").orElse("sample");
    return switch (report) {
      case "full" -> true;
      case "sample" -> false;
      default ->
          throw new Refusal(
              ProblemCode.INVALID_VALUE.at("@report", "report must be full or sample"));
    };
  }

  private static void members(
      JsonGenerator out, ContactListOperation done, AmendmentBody amendment) {
    out.writeNumberProperty("contactListId", done.contactListId());
    out.writeStringProperty("operation", done.add() ? "add" : "remove");
    out.writeStringProperty("requestDate", done.requestDate().toString());
    out.writeStringProperty("identifierType", done.identifierType().wireName());
    out.writeNumberProperty("nbValidIdentifiers", amendment.valid());
    out.writeNumberProperty("nbInvalidIdentifiers", amendment.invalid());
    Envelope.array(
        out, "sampleInvalidIdentifiers", amendment.invalidSample(), JsonGenerator::writeString);
  }
}
