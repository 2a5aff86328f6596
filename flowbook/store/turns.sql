-- What has happened, one row for each turn. `body` is a list of {"session", "flow", "event"} in the order in which
-- it happened; `records` shows it one by one to whoever reads the database with other tools.

CREATE TABLE turns (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX turns_customer ON turns(customer);

INSERT INTO turns(id, at, customer, channel, body)
  SELECT id, at, customer, channel, json_array(json_object('session', session, 'flow', flow, 'event', json_insert(body, '$.kind', kind)))
  FROM records ORDER BY id;

DROP TABLE records;

CREATE VIEW records AS
  SELECT turns.id AS turn, one.key AS place, at, customer, channel, one.value ->> '$.session' AS session,
    one.value ->> '$.flow' AS flow, one.value ->> '$.event.kind' AS kind, one.value -> '$.event' AS body
  FROM turns, json_each(turns.body) AS one;

-- Fewer indexes to keep up for each arrival: its age goes with its number, and most belong to nobody yet.

DROP INDEX inbox_received;

DROP INDEX inbox_customer;

CREATE INDEX inbox_customer ON inbox(customer) WHERE customer IS NOT NULL;

CREATE INDEX conversations_under_way ON conversations(customer) WHERE closed IS NULL;
