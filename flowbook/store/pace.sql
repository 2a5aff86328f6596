-- What a bot has sent lately, for its pace after a start.

CREATE INDEX outbox_finished ON outbox(bot, finished) WHERE finished IS NOT NULL;
