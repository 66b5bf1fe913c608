-- With whom a contact list is shared.
ALTER TABLE segment ADD COLUMN sharing TEXT NOT NULL DEFAULT 'NOT_SHARED';
ALTER TABLE segment ADD COLUMN shared_statistics BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE segment ADD COLUMN shared_with TEXT NOT NULL DEFAULT '[]';
CREATE INDEX segment_shared_with_all ON segment (retailer_id, id) WHERE sharing = 'ALL';

-- Which chosen accounts a segment is shared with: an index into the shared_with column.
CREATE TABLE segment_account (
  segment_id BIGINT NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (segment_id, account_id)
);
CREATE INDEX segment_shared_with_account ON segment_account (account_id, segment_id);

-- What was shown, by the account whose line item it was, by day (since 1970, in UTC) and by line item, audience or segment.
CREATE TABLE impression_count (
  account_id BIGINT NOT NULL,
  kind       TEXT   NOT NULL,
  day        BIGINT NOT NULL,
  entity_id  BIGINT NOT NULL,
  shown      BIGINT NOT NULL,
  PRIMARY KEY (account_id, kind, day, entity_id)
);
CREATE INDEX impression_count_of_entity ON impression_count (kind, entity_id, day);

-- Digests of the ids of impressions counted, so that one told again is counted once.
CREATE TABLE impression_id (
  hi         BIGINT NOT NULL,
  lo         BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  day        BIGINT NOT NULL,
  PRIMARY KEY (hi, lo, account_id)
);
CREATE INDEX impression_id_of_day ON impression_id (day);
