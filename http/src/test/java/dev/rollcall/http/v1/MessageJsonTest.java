package dev.rollcall.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.audience.Effect;
import dev.rollcall.audience.Publication;
import dev.rollcall.audience.history.Operation;
import dev.rollcall.compute.OperationStatus;
import dev.rollcall.compute.webhook.EventType;
import dev.rollcall.identity.RefusedIdentifiers;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What messages to webhooks say. */
class MessageJsonTest {
  private static final Instant AT = Instant.parse("2027-01-31T12:00:00Z");

  @Test
  void anOperationIsToldWithoutSizesAndWithoutItsReport() {
    Operation operation =
        new Operation(
            42, 11, 7, 1, 101, Operation.Kind.ADD, 0, AT, 5, 2, new Effect(4, 0, 9_876), null);
    OperationStatus status =
        new OperationStatus(
            operation,
            Publication.CONTINUOUS,
            false,
            Optional.of(AT),
            Optional.empty(),
            RefusedIdentifiers.NONE);
    assertThat(new MessageJson().operation(EventType.OPERATION_LIVE, AT, status).replace('"', '\''))
        .isEqualTo(
            "{'type':'operation.live','timestamp':'2027-01-31T12:00:00Z','data':{'id':'42',"
                + "'type':'Operation','attributes':{'audienceSegmentId':'7','retailerId':'11',"
                + "'kind':'add','about':null,'acceptedAt':'2027-01-31T12:00:00Z',"
                + "'applicationId':'101','received':7,'valid':5,'invalid':2,'folded':true,"
                + "'publication':'continuous','live':true,'liveAt':'2027-01-31T12:00:00Z',"
                + "'snapshot':null}}}");
  }
}
