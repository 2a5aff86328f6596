-- The first tables. Instants of customers are ISO texts of fixed width in UTC, because conditions compare them so;
-- every other instant is a whole number of microseconds since 1970, UTC.

CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  fields TEXT NOT NULL,
  stage TEXT,
  subscribed INTEGER NOT NULL,
  last_seen TEXT,
  language TEXT NOT NULL,
  timezone TEXT NOT NULL,
  invented INTEGER NOT NULL,
  search TEXT NOT NULL,
  count INTEGER NOT NULL,
  channel TEXT NOT NULL,
  parked TEXT NOT NULL,
  memory TEXT NOT NULL,
  held TEXT NOT NULL,
  segments TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE customer_tags (
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (customer, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_tags_tag ON customer_tags(tag);

-- The order of a customer's rows is the order in which they came; `rowid` keeps it.
CREATE TABLE orders (
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  placed TEXT NOT NULL,
  total ANY NOT NULL,
  status TEXT NOT NULL,
  items TEXT NOT NULL
) STRICT;

CREATE INDEX orders_customer ON orders(customer, placed);

CREATE TABLE happened (
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;

CREATE INDEX happened_customer ON happened(customer, name, at);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  flow TEXT NOT NULL,
  release INTEGER NOT NULL,
  node TEXT NOT NULL,
  revision INTEGER NOT NULL,
  wait TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_customer ON sessions(customer);

CREATE INDEX sessions_flow ON sessions(flow, release, node);

CREATE TABLE timers (
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  due INTEGER NOT NULL,
  session TEXT NOT NULL,
  revision INTEGER NOT NULL,
  flow TEXT NOT NULL,
  node TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (customer, id)
) STRICT;

CREATE INDEX timers_due ON timers(due);

CREATE TABLE contacts (
  bot TEXT NOT NULL,
  chat TEXT NOT NULL,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  PRIMARY KEY (bot, chat)
) STRICT, WITHOUT ROWID;

CREATE INDEX contacts_customer ON contacts(customer, bot);

-- What has come and waits to be worked on: updates as a channel gave them, and stimuli from inside.
-- state: new, done, dead
CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot TEXT NOT NULL,
  update_id INTEGER,
  customer TEXT REFERENCES customers(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  received INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'new',
  tries INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX inbox_update ON inbox(bot, update_id) WHERE update_id IS NOT NULL;

CREATE INDEX inbox_new ON inbox(id) WHERE state = 'new';

CREATE INDEX inbox_received ON inbox(received);

CREATE INDEX inbox_customer ON inbox(customer);

-- kind: message, edit, tap, staff. urgent: an answer to something a person did, sent before the rest.
-- state: queued, sending, sent, doubt, failed, held, repeated
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  bot TEXT NOT NULL,
  chat TEXT NOT NULL,
  customer TEXT REFERENCES customers(id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued',
  message_id INTEGER,
  created INTEGER NOT NULL,
  finished INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  why TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX outbox_queue ON outbox(bot, urgent, id) WHERE state = 'queued';

CREATE INDEX outbox_chat ON outbox(bot, chat, id) WHERE state = 'queued';

CREATE INDEX outbox_sending ON outbox(id) WHERE state = 'sending';

CREATE INDEX outbox_doubt ON outbox(id) WHERE state IN ('doubt', 'held', 'failed');

CREATE INDEX outbox_customer ON outbox(customer, key);

-- Requests to other systems. state: waiting, calling, done
CREATE TABLE calls (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  bot TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  created INTEGER NOT NULL
) STRICT;

CREATE INDEX calls_open ON calls(id) WHERE state <> 'done';

CREATE INDEX calls_customer ON calls(customer);

CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  bot TEXT NOT NULL,
  customer TEXT REFERENCES customers(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;

CREATE INDEX dead_letters_customer ON dead_letters(customer);

CREATE TABLE records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  session TEXT NOT NULL,
  flow TEXT NOT NULL,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX records_customer ON records(customer, id);

-- Conversations that a person has taken over. closed: NULL while it lasts
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer TEXT NOT NULL REFERENCES customers(id) ON DELETE CASCADE,
  session TEXT NOT NULL,
  team TEXT NOT NULL,
  reason TEXT NOT NULL,
  opened INTEGER NOT NULL,
  closed INTEGER,
  why TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX conversations_customer ON conversations(customer);

CREATE INDEX conversations_open ON conversations(opened) WHERE closed IS NULL;

CREATE TABLE releases (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  flow TEXT NOT NULL,
  version INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  body TEXT NOT NULL,
  created INTEGER NOT NULL,
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (flow, version)
) STRICT;

CREATE TABLE live (
  bot TEXT NOT NULL REFERENCES bots(id) ON DELETE CASCADE,
  flow TEXT NOT NULL,
  release INTEGER NOT NULL REFERENCES releases(number),
  PRIMARY KEY (bot, flow)
) STRICT, WITHOUT ROWID;

-- state: on, off, stopped; `why` says what stopped it
CREATE TABLE bots (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  username TEXT NOT NULL,
  token BLOB NOT NULL,
  api_url TEXT NOT NULL,
  state TEXT NOT NULL,
  why TEXT NOT NULL,
  added INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Timers of triggers to be set anew for all of a bot's customers after a publish; `after` is the last one done.
CREATE TABLE plannings (
  bot TEXT PRIMARY KEY REFERENCES bots(id) ON DELETE CASCADE,
  after TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

INSERT INTO counters VALUES ('live', 1);

INSERT INTO bots VALUES ('practice', 'Practice', '', x'', '', 'on', '', 0);
