-- Addresses that are told what happens. Secrets are sealed.
CREATE TABLE webhook (
  id             BIGINT NOT NULL PRIMARY KEY,
  account_id     BIGINT NOT NULL,
  application_id BIGINT NOT NULL,
  url            TEXT   NOT NULL,
  events         TEXT   NOT NULL,
  sealed_secret  TEXT   NOT NULL,
  earlier_secret TEXT,
  earlier_until  BIGINT,
  created_at     BIGINT NOT NULL,
  disabled_at    BIGINT,
  disabled_why   TEXT
);
CREATE INDEX webhook_of_account ON webhook (account_id, id);

-- What is sent to them, from what happened to the answer that took it.
CREATE TABLE webhook_delivery (
  id          BIGINT  NOT NULL PRIMARY KEY,
  webhook_id  BIGINT  NOT NULL,
  type        TEXT    NOT NULL,
  retailer_id BIGINT  NOT NULL,
  subject     BIGINT  NOT NULL,
  created_at  BIGINT  NOT NULL,
  state       TEXT    NOT NULL,
  body        TEXT    NOT NULL,
  attempts    INTEGER NOT NULL,
  last_at     BIGINT,
  last_status INTEGER,
  last_failure TEXT,
  next_at     BIGINT
);
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (retailer_id, subject, id) WHERE state = 'WAITING';
CREATE INDEX webhook_delivery_pending ON webhook_delivery (webhook_id, next_at, id) WHERE state = 'PENDING';
CREATE INDEX webhook_delivery_next ON webhook_delivery (next_at) WHERE state = 'PENDING';

-- One row: up to where the histories have been looked through, and the last id of a delivery.
CREATE TABLE webhook_state (
  operation     BIGINT NOT NULL,
  computation   BIGINT NOT NULL,
  last_delivery BIGINT NOT NULL
);
INSERT INTO webhook_state (operation, computation, last_delivery) VALUES (0, 0, 0);
