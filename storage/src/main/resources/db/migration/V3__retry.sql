-- What tells a request sent again, beside the operation it was: forgotten when the key expires.
ALTER TABLE operation ADD COLUMN retry_key_hi BIGINT;
ALTER TABLE operation ADD COLUMN retry_key_lo BIGINT;
ALTER TABLE operation ADD COLUMN retry_body_hi BIGINT;
ALTER TABLE operation ADD COLUMN retry_body_lo BIGINT;
CREATE INDEX operation_by_key ON operation (retry_key_hi, retry_key_lo, application_id, id) WHERE retry_key_hi IS NOT NULL;
CREATE INDEX operation_with_key ON operation (accepted_at) WHERE retry_key_hi IS NOT NULL;

-- First answers to requests with a key, in the transaction of what they answer.
CREATE TABLE answer (
  application_id BIGINT  NOT NULL,
  key_hi         BIGINT  NOT NULL,
  key_lo         BIGINT  NOT NULL,
  body_hi        BIGINT  NOT NULL,
  body_lo        BIGINT  NOT NULL,
  answered_at    BIGINT  NOT NULL,
  status         INTEGER NOT NULL,
  headers        TEXT    NOT NULL,
  body           BYTEA   NOT NULL,
  PRIMARY KEY (application_id, key_hi, key_lo)
);
CREATE INDEX answer_by_time ON answer (answered_at);
