-- A second mark for what leaves: see settle_interrupted.

DROP INDEX outbox_sending;

CREATE INDEX outbox_under_way ON outbox(id) WHERE state IN ('sending', 'leaving');
