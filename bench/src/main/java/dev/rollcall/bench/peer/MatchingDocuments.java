package dev.rollcall.bench.peer;

import java.util.BitSet;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** Collects a query's documents as bits, without scores. */
final class MatchingDocuments implements CollectorManager<MatchingDocuments.Bits, BitSet> {
  /** Of one thread. */
  static final class Bits extends SimpleCollector {
    private final BitSet documents = new BitSet();
    private int base;

    @Override
    protected void doSetNextReader(LeafReaderContext context) {
      base = context.docBase;
    }

    @Override
    public void collect(int document) {
      documents.set(base + document);
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }

  @Override
  public Bits newCollector() {
    return new Bits();
  }

  @Override
  public BitSet reduce(Collection<Bits> collectors) {
    BitSet all = new BitSet();
    collectors.forEach(bits -> all.or(bits.documents));
    return all;
  }
}
