"""The rehearsal of a conversation: a chosen customer, a clock that can be turned, and what the bot makes of
it."""
