package dev.rollcall.compute;

import dev.rollcall.audience.AlgebraNode;
import dev.rollcall.members.Members;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * What audiences are, with nothing clever in it: each evaluated by itself, node by node, over plain
 * bits, and written by the library. What every engine is held against.
 */
final class NaiveEngine {
  private NaiveEngine() {}

  /** The canonical bytes of audiences, where a segment's id is its place in the list. */
  static List<byte[]> bytes(List<AlgebraNode> algebras, List<Members> segments) {
    List<BitSet> plain = segments.stream().map(NaiveEngine::plain).toList();
    int everybody = plain.stream().mapToInt(BitSet::length).max().orElse(0);
    return algebras.stream().map(a -> bytes(evaluate(a, plain, everybody))).toList();
  }

  private static byte[] bytes(BitSet users) {
    RoaringBitmap bitmap = RoaringBitmap.bitmapOf(users.stream().toArray());
    bitmap.removeRunCompression();
    bitmap.runOptimize();
    byte[] bytes = new byte[bitmap.serializedSizeInBytes()];
    bitmap.serialize(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  private static BitSet plain(Members members) {
    BitSet bits = new BitSet();
    members.forEach(bits::set);
    return bits;
  }

  private static BitSet evaluate(AlgebraNode node, List<BitSet> segments, int everybody) {
    BitSet result = new BitSet();
    switch (node) {
      case AlgebraNode.InSegment(long id) -> result.or(segments.get((int) id));
      case AlgebraNode.Not(var inner) -> {
        result.set(0, everybody);
        result.andNot(evaluate(inner, segments, everybody));
      }
      case AlgebraNode.Or(var nodes) ->
          nodes.forEach(child -> result.or(evaluate(child, segments, everybody)));
      case AlgebraNode.And(var nodes) -> {
        result.set(0, everybody);
        nodes.forEach(child -> result.and(evaluate(child, segments, everybody)));
      }
    }
    return result;
  }
}
