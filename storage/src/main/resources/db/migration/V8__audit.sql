-- Who asked why a shopper is in an audience: by a sealed key, never an identifier. Lines are added and never changed.
CREATE TABLE explanation (
  id              BIGINT NOT NULL PRIMARY KEY,
  asked_at        BIGINT NOT NULL,
  application_id  BIGINT NOT NULL,
  account_id      BIGINT NOT NULL,
  retailer_id     BIGINT NOT NULL,
  audience_id     BIGINT NOT NULL,
  identifier_type TEXT   NOT NULL,
  subject_hi      BIGINT NOT NULL,
  subject_lo      BIGINT NOT NULL
);
CREATE INDEX explanation_on_account ON explanation (account_id, id);
