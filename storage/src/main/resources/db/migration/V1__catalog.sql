-- Said once for SQLite and PostgreSQL: what both understand, and nothing else.
-- Times are microseconds since 1970 in UTC. Lists that are only ever read whole are JSON in a text column.

-- One row. Writers take turns on it; it counts them, and has the last id given to anything.
CREATE TABLE catalog_state (
  version          BIGINT NOT NULL,
  last_id          BIGINT NOT NULL,
  first_started_at BIGINT
);
INSERT INTO catalog_state (version, last_id) VALUES (0, 999);

CREATE TABLE account (
  id           BIGINT NOT NULL PRIMARY KEY,
  name         TEXT   NOT NULL,
  type         TEXT   NOT NULL,
  countries    TEXT   NOT NULL,
  currency     TEXT   NOT NULL,
  time_zone    TEXT   NOT NULL,
  retailer_ids TEXT   NOT NULL
);

CREATE TABLE retailer (
  id          BIGINT NOT NULL PRIMARY KEY,
  name        TEXT   NOT NULL,
  publication TEXT   NOT NULL,
  key_salt    TEXT   NOT NULL
);

CREATE TABLE application (
  id                  BIGINT  NOT NULL PRIMARY KEY,
  organization_id     INTEGER NOT NULL,
  name                TEXT    NOT NULL,
  client_id           TEXT    NOT NULL UNIQUE,
  secret_hash         TEXT    NOT NULL,
  permissions         TEXT    NOT NULL,
  account_ids         TEXT    NOT NULL,
  requests_per_minute INTEGER,
  enabled             BOOLEAN NOT NULL
);

CREATE TABLE segment (
  id            BIGINT NOT NULL PRIMARY KEY,
  account_id    BIGINT NOT NULL,
  retailer_id   BIGINT NOT NULL,
  name          TEXT   NOT NULL,
  description   TEXT,
  type          TEXT   NOT NULL,
  definition    TEXT   NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  created_by_id BIGINT,
  UNIQUE (account_id, name)
);
CREATE INDEX segment_of_account ON segment (account_id, id);
CREATE INDEX segment_of_retailer ON segment (retailer_id, id);

CREATE TABLE audience (
  id            BIGINT NOT NULL PRIMARY KEY,
  account_id    BIGINT NOT NULL,
  retailer_id   BIGINT NOT NULL,
  name          TEXT   NOT NULL,
  description   TEXT,
  algebra       TEXT   NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  created_by_id BIGINT,
  UNIQUE (account_id, name)
);
CREATE INDEX audience_of_account ON audience (account_id, id);
CREATE INDEX audience_of_retailer ON audience (retailer_id, id);

-- Which segments an audience's algebra names: an index into the algebra column.
CREATE TABLE audience_segment (
  audience_id BIGINT NOT NULL REFERENCES audience (id) ON DELETE CASCADE,
  segment_id  BIGINT NOT NULL,
  PRIMARY KEY (audience_id, segment_id)
);
CREATE INDEX audience_using_segment ON audience_segment (segment_id, audience_id);

CREATE TABLE line_item (
  id           BIGINT NOT NULL PRIMARY KEY,
  account_id   BIGINT NOT NULL,
  retailer_id  BIGINT NOT NULL,
  name         TEXT   NOT NULL,
  starts_at    BIGINT,
  ends_at      BIGINT,
  scope        TEXT   NOT NULL,
  audience_ids TEXT   NOT NULL
);
CREATE INDEX line_item_of_retailer ON line_item (retailer_id, id);

-- Which audiences a line item targets: an index into the audience_ids column.
CREATE TABLE line_item_audience (
  line_item_id BIGINT NOT NULL REFERENCES line_item (id) ON DELETE CASCADE,
  audience_id  BIGINT NOT NULL,
  PRIMARY KEY (line_item_id, audience_id)
);
CREATE INDEX line_item_targeting_audience ON line_item_audience (audience_id, line_item_id);

CREATE TABLE computation (
  id                BIGINT NOT NULL PRIMARY KEY,
  started_by        TEXT   NOT NULL,
  state             TEXT   NOT NULL,
  requested_at      BIGINT NOT NULL,
  started_at        BIGINT,
  finished_at       BIGINT,
  cut_off           BIGINT,
  retailers         INTEGER,
  segments          INTEGER,
  audiences         INTEGER,
  changed_segments  INTEGER,
  changed_audiences INTEGER,
  snapshot_id       BIGINT,
  failure           TEXT
);
CREATE INDEX computation_started_by ON computation (started_by, id);
