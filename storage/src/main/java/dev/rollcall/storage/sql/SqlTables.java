package dev.rollcall.storage.sql;

import dev.rollcall.audience.AccountTable;
import dev.rollcall.audience.AnswerTable;
import dev.rollcall.audience.ApplicationTable;
import dev.rollcall.audience.AudienceTable;
import dev.rollcall.audience.Catalog;
import dev.rollcall.audience.ImpressionTable;
import dev.rollcall.audience.LineItemTable;
import dev.rollcall.audience.RetailerTable;
import dev.rollcall.audience.SegmentTable;
import dev.rollcall.audience.StageTable;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/** The tables as one transaction sees them. */
record SqlTables(Handle handle, Dialect dialect, LongSupplier ids) implements Catalog.Tables {
  @Override
  public long newId() {
    return ids.getAsLong();
  }

  @Override
  public AccountTable accounts() {
    return new SqlAccountTable(handle);
  }

  @Override
  public RetailerTable retailers() {
    return new SqlRetailerTable(handle);
  }

  @Override
  public ApplicationTable applications() {
    return new SqlApplicationTable(handle);
  }

  @Override
  public SegmentTable segments() {
    return new SqlSegmentTable(handle, dialect);
  }

  @Override
  public AudienceTable audiences() {
    return new SqlAudienceTable(handle, dialect);
  }

  @Override
  public LineItemTable lineItems() {
    return new SqlLineItemTable(handle, dialect);
  }

  @Override
  public StageTable stages() {
    return new SqlStageTable(handle);
  }

  @Override
  public AnswerTable answers() {
    return new SqlAnswerTable(handle);
  }

  @Override
  public ImpressionTable impressions() {
    return new SqlImpressionTable(handle, dialect);
  }
}
