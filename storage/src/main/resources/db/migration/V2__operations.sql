-- What each record of the amendment log did: derived from it, and in step with the checkpoints of the populations.
CREATE TABLE operation (
  id             BIGINT NOT NULL PRIMARY KEY,
  retailer_id    BIGINT NOT NULL,
  segment_id     BIGINT NOT NULL,
  account_id     BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  kind           TEXT   NOT NULL,
  about          BIGINT NOT NULL,
  accepted_at    BIGINT NOT NULL,
  valid          BIGINT NOT NULL,
  invalid        BIGINT NOT NULL,
  gained         BIGINT NOT NULL,
  lost           BIGINT NOT NULL,
  size_after     BIGINT NOT NULL
);
CREATE INDEX operation_on_segment ON operation (segment_id, id);

-- Hidden lists on which the coming content of contact lists is put together.
CREATE TABLE stage (
  id             BIGINT NOT NULL PRIMARY KEY,
  segment_id     BIGINT NOT NULL,
  account_id     BIGINT NOT NULL,
  retailer_id    BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  opened_at      BIGINT NOT NULL,
  expires_at     BIGINT NOT NULL
);
