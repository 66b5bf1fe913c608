-- The latest snapshot published by hand, and the how-manieth that was: said here first, as one with what the sender is answered.
ALTER TABLE catalog_state ADD COLUMN published_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog_state ADD COLUMN published_snapshot BIGINT NOT NULL DEFAULT 0;
