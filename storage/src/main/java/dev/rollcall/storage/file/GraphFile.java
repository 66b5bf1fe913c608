package dev.rollcall.storage.file;

import dev.rollcall.identity.Cells;
import dev.rollcall.identity.IdentifierType;
import dev.rollcall.identity.IdentityGraphState;
import dev.rollcall.members.Members;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The form of an identity graph without its dictionary in a file, little-endian: {magic 8, imported
 * 4, cells 4, places taken in each 4}, the set of users, {count of types 4}, each {code 4} and its
 * set of users, {ints 4}, aliases and owners 4 each, {bytes 4}, how many keys of a user serve each
 * channel, a byte a user, {ints 4}, the counts that do not fit in there. A set is {bytes 4} and its
 * canonical bytes. A file of the version before has no counts: the log is replayed to find them.
 */
final class GraphFile {
  private static final long MAGIC = 0x3230_4850_5247_4352L; // RCGRPH02
  private static final int CHUNK_INTS = 1 << 14;

  private GraphFile() {}

  static CheckedFile write(IdentityGraphState graph, Path folder, String name) throws IOException {
    try (CheckedFile.Writer writer = new CheckedFile.Writer(folder, name)) {
      writer.write(buffer(Long.BYTES).putLong(MAGIC).flip());
      writeInts(writer, graph.imported() ? 1 : 0, graph.cells().count());
      writeInts(writer, graph.places());
      writeSet(writer, graph.users());
      writeInts(writer, graph.firsts().size());
      for (IdentifierType type : graph.firsts().keySet()) {
        writeInts(writer, type.code());
        writeSet(writer, graph.firsts().getOrDefault(type, Members.empty()));
      }
      int[] aliases = graph.aliases();
      writeInts(writer, aliases.length);
      writeInts(writer, aliases);
      writeBytes(writer, graph.fewKeys());
      writeInts(writer, graph.manyKeys().length);
      writeInts(writer, graph.manyKeys());
      return writer.finish();
    }
  }

  private static void writeSet(CheckedFile.Writer writer, Members members) throws IOException {
    writeBytes(writer, members.toBytes());
  }

  private static void writeBytes(CheckedFile.Writer writer, byte[] bytes) throws IOException {
    writeInts(writer, bytes.length);
    writer.write(ByteBuffer.wrap(bytes));
  }

  private static void writeInts(CheckedFile.Writer writer, int... ints) throws IOException {
    ByteBuffer buffer = buffer(Math.min(ints.length, CHUNK_INTS) * Integer.BYTES);
    for (int at = 0; at < ints.length; at += CHUNK_INTS) {
      int count = Math.min(ints.length - at, CHUNK_INTS);
      buffer.clear().limit(count * Integer.BYTES);
      buffer.asIntBuffer().put(ints, at, count);
      writer.write(buffer);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the file, all of which is checked and copied. */
  static IdentityGraphState read(Path folder, CheckedFile file) throws IOException {
    file.check(folder);
    ByteBuffer in = file.map(folder).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    if (in.getLong() != MAGIC) {
      throw new IOException(folder.resolve(file.name()) + " is no graph of this version");
    }
    boolean imported = in.getInt() != 0;
    int[] places = readInts(in);
    Members users = readSet(in);
    Map<IdentifierType, Members> firsts = new EnumMap<>(IdentifierType.class);
    for (int types = in.getInt(); types > 0; types--) {
      firsts.put(IdentifierType.ofCode(in.getInt()), readSet(in));
    }
    Cells cells = new Cells(places.length);
    int[] aliases = readInts(in);
    byte[] fewKeys = readBytes(in);
    return new IdentityGraphState(
        cells, places, imported, users, firsts, aliases, fewKeys, readInts(in));
  }

  private static Members readSet(ByteBuffer in) {
    return Members.fromBytes(readBytes(in));
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static int[] readInts(ByteBuffer in) {
    int[] ints = new int[in.getInt()];
    in.asIntBuffer().get(ints);
    in.position(in.position() + ints.length * Integer.BYTES);
    return ints;
  }
}
