package dev.rollcall.storage.events;

import dev.rollcall.audience.KeptAnswer;
import dev.rollcall.storage.file.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The form of an answer behind the events of a frame: {bytes 4}, then so many of JSON, which ends
 * with spaces so that the next frame begins where frames do.
 */
final class AnswerForm {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AnswerForm() {}

  static ByteBuffer write(KeptAnswer answer) {
    byte[] json = JSON.writeValueAsBytes(answer);
    int unaligned = (Integer.BYTES + json.length) % Frame.ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, json.length + (Frame.ALIGNMENT - unaligned));
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + padded.length).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(padded.length).put(padded).flip();
  }

  /** Reads the answers of a frame, of which the events were read or skipped. */
  static void read(ByteBuffer in, Consumer<KeptAnswer> answers) {
    while (in.hasRemaining()) {
      byte[] json = new byte[in.getInt()];
      in.get(json);
      answers.accept(JSON.readValue(json, KeptAnswer.class));
    }
  }
}
