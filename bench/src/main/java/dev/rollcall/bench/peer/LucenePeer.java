package dev.rollcall.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Lucene in this process: a document for each user with the lists as terms. A user who is put on a
 * list is indexed anew, with the lists that are stored with the document.
 */
final class LucenePeer implements Peer {
  private static final double BUFFER_MIB = 256;

  private final Path folder;
  private final FSDirectory directory;
  private final IndexWriter writer;
  private DirectoryReader reader;
  private IndexSearcher searcher;

  LucenePeer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.directory = FSDirectory.open(folder);
    this.writer =
        new IndexWriter(directory, new IndexWriterConfig().setRAMBufferSizeMB(BUFFER_MIB));
    this.reader = DirectoryReader.open(writer);
    this.searcher = new IndexSearcher(reader);
  }

  @Override
  public String durability() {
    return "committed, forced to disk";
  }

  @Override
  public void load(Work work) throws IOException {
    List<BitSet> lists = new ArrayList<>();
    for (int list = 0; list < Work.LISTS; list++) {
      BitSet members = new BitSet(work.users());
      for (int user : work.members(list)) members.set(user);
      lists.add(members);
    }
    BitSet own = new BitSet();
    for (int user = 0; user < work.users(); user++) {
      own.clear();
      for (int list = 0; list < lists.size(); list++) own.set(list, lists.get(list).get(user));
      writer.addDocument(document(user, own));
    }
    writer.forceMerge(1);
    commit();
  }

  private static Document document(int user, BitSet lists) {
    Document document = new Document();
    document.add(new StringField("user", Integer.toString(user), Field.Store.NO));
    document.add(new StoredField("lists", lists.toByteArray()));
    lists.stream()
        .forEach(
            list -> document.add(new StringField("list", Integer.toString(list), Field.Store.NO)));
    return document;
  }

  private void commit() throws IOException {
    writer.commit();
    DirectoryReader changed = DirectoryReader.openIfChanged(reader);
    if (changed == null) return;
    reader.close();
    reader = changed;
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // each question is asked once: a cache would answer for the index
  }

  @Override
  public void add(int list, int[] users) throws IOException {
    for (int user : users) {
      BitSet lists = listsOf(user);
      if (lists.get(list)) continue;
      lists.set(list);
      writer.updateDocument(new Term("user", Integer.toString(user)), document(user, lists));
    }
    commit();
  }

  private BitSet listsOf(int user) throws IOException {
    ScoreDoc[] found = searcher.search(term("user", user), 1).scoreDocs;
    if (found.length == 0) return new BitSet();
    StoredFields stored = searcher.storedFields();
    BytesRef lists = stored.document(found[0].doc).getBinaryValue("lists");
    return lists == null
        ? new BitSet()
        : BitSet.valueOf(java.nio.ByteBuffer.wrap(lists.bytes, lists.offset, lists.length));
  }

  private static Query term(String field, int value) {
    return new TermQuery(new Term(field, Integer.toString(value)));
  }

  private static Query query(Work.Audience of) {
    Query first =
        new BooleanQuery.Builder()
            .add(term("list", of.a()), Occur.FILTER)
            .add(term("list", of.b()), Occur.FILTER)
            .add(term("list", of.c()), Occur.MUST_NOT)
            .build();
    Query second =
        new BooleanQuery.Builder()
            .add(term("list", of.d()), Occur.FILTER)
            .add(term("list", of.e()), Occur.FILTER)
            .build();
    return new BooleanQuery.Builder().add(first, Occur.SHOULD).add(second, Occur.SHOULD).build();
  }

  @Override
  public boolean contains(int list, int user) throws IOException {
    return listsOf(user).get(list);
  }

  @Override
  public long count(Work.Audience audience) throws IOException {
    return searcher.count(query(audience));
  }

  @Override
  public int lookup(int user) throws IOException {
    return listsOf(user).cardinality();
  }

  /** Into bits in memory: Lucene has no place of its own for what a query finds. */
  @Override
  public void compute(List<Work.Audience> audiences) throws IOException {
    for (Work.Audience audience : audiences) {
      BitSet users = searcher.search(query(audience), new MatchingDocuments());
      if (users.length() > reader.maxDoc())
        throw new IllegalStateException("more users than there are");
    }
  }

  @Override
  public double bytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToDouble(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    writer.close();
    directory.close();
  }
}
