package dev.rollcall.audience;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The tables of a {@link MemoryCatalog}, as one write leaves them to the next. */
record MemoryTables(
    AtomicLong lastId,
    MemoryRows<Account> accountRows,
    MemoryRows<Retailer> retailerRows,
    MemoryRows<Application> applicationRows,
    MemoryRows<AudienceSegment> segmentRows,
    MemoryRows<Audience> audienceRows,
    MemoryRows<MemoryLineItemTable.Row> lineItemRows,
    MemoryRows<Stage> stageRows,
    MemoryRows<MemoryAnswerTable.Row> answerRows,
    MemoryImpressionTable impressions)
    implements Catalog.Tables {
  private static final long FIRST_ID = 1_000;

  static MemoryTables empty() {
    MemoryTables tables =
        new MemoryTables(
            new AtomicLong(FIRST_ID - 1),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            MemoryRows.empty(),
            new MemoryImpressionTable());
    tables.freeze();
    return tables;
  }

  /** The same tables, to be changed without these noticing. */
  MemoryTables draft() {
    return new MemoryTables(
        lastId,
        accountRows.draft(),
        retailerRows.draft(),
        applicationRows.draft(),
        segmentRows.draft(),
        audienceRows.draft(),
        lineItemRows.draft(),
        stageRows.draft(),
        answerRows.draft(),
        impressions.draft());
  }

  /** The same, that gives no ids. */
  MemoryTables draftWithoutIds() {
    MemoryTables draft = draft();
    draft.accountRows.freeze();
    return draft;
  }

  /** From now on nothing can be changed here. */
  void freeze() {
    List.of(
            accountRows,
            retailerRows,
            applicationRows,
            segmentRows,
            audienceRows,
            lineItemRows,
            stageRows,
            answerRows)
        .forEach(MemoryRows::freeze);
    impressions.freeze();
  }

  @Override
  public long newId() {
    accountRows.requireWrite();
    return lastId.incrementAndGet();
  }

  @Override
  public AccountTable accounts() {
    return new MemoryAccountTable(accountRows);
  }

  @Override
  public RetailerTable retailers() {
    return new MemoryRetailerTable(retailerRows);
  }

  @Override
  public ApplicationTable applications() {
    return new MemoryApplicationTable(applicationRows);
  }

  @Override
  public SegmentTable segments() {
    return new MemorySegmentTable(segmentRows, accountRows);
  }

  @Override
  public AudienceTable audiences() {
    return new MemoryAudienceTable(audienceRows);
  }

  @Override
  public LineItemTable lineItems() {
    return new MemoryLineItemTable(lineItemRows);
  }

  @Override
  public StageTable stages() {
    return new MemoryStageTable(stageRows);
  }

  @Override
  public AnswerTable answers() {
    return new MemoryAnswerTable(answerRows);
  }
}
