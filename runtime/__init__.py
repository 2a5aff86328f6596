"""The polling runtime: what talks to Telegram and carries flows out."""
