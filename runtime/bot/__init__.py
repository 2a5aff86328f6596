"""Telegram as a channel: its updates read, its calls made."""
