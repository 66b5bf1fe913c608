-- Line items have ids of their account's own systems: two accounts may have one id each, and neither learns of the other's.
CREATE TABLE line_item_kept AS SELECT * FROM line_item;
CREATE TABLE line_item_audience_kept AS
  SELECT l.account_id, a.line_item_id, a.audience_id FROM line_item_audience a JOIN line_item l ON l.id = a.line_item_id;
DROP TABLE line_item_audience;
DROP TABLE line_item;

CREATE TABLE line_item (
  id           BIGINT NOT NULL,
  account_id   BIGINT NOT NULL,
  retailer_id  BIGINT NOT NULL,
  name         TEXT   NOT NULL,
  starts_at    BIGINT,
  ends_at      BIGINT,
  scope        TEXT   NOT NULL,
  audience_ids TEXT   NOT NULL,
  PRIMARY KEY (id, account_id)
);
INSERT INTO line_item (id, account_id, retailer_id, name, starts_at, ends_at, scope, audience_ids)
  SELECT id, account_id, retailer_id, name, starts_at, ends_at, scope, audience_ids FROM line_item_kept;
DROP TABLE line_item_kept;
CREATE INDEX line_item_of_retailer ON line_item (retailer_id, id);

-- Which audiences a line item targets: an index into the audience_ids column.
CREATE TABLE line_item_audience (
  account_id   BIGINT NOT NULL,
  line_item_id BIGINT NOT NULL,
  audience_id  BIGINT NOT NULL,
  PRIMARY KEY (line_item_id, account_id, audience_id),
  FOREIGN KEY (line_item_id, account_id) REFERENCES line_item (id, account_id) ON DELETE CASCADE
);
INSERT INTO line_item_audience (account_id, line_item_id, audience_id)
  SELECT account_id, line_item_id, audience_id FROM line_item_audience_kept;
DROP TABLE line_item_audience_kept;
CREATE INDEX line_item_targeting_audience ON line_item_audience (audience_id, line_item_id);
