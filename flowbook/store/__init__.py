"""Everything that is kept: the database and the data folder. One module for each noun."""

from flowbook.store.connection import FILE, open_store
from flowbook.store.port import Store

PRACTICE = "practice"
"""The bot that is always there and needs no token: its customers talk in the builder."""

__all__ = ["FILE", "PRACTICE", "Store", "open_store"]
