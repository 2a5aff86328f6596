"""Customers kept in memory between batches; nobody is believed without a look at their revision."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable

from msgspec import Struct

from flowbook.session import CustomerState
from flowbook.store import Store
from flowbook.store.contacts import Chat, chats_of, owners_of
from flowbook.store.loading import load_states, revisions_of

ROOM = 1024
"""Customers; with 3.4 KB each, 3.5 MB, so that the whole program keeps below 90."""


class Known(Struct, frozen=True):
    """A customer as of a revision. `chats` has the oldest first."""

    revision: int
    state: CustomerState
    chats: tuple[Chat, ...] = ()

    def chat_with(self, bot: str) -> str | None:
        """Where a bot can write to them; the chat added last where there are several."""
        for own, chat in reversed(self.chats):
            if own == bot:
                return chat
        return None


class Memory:
    """The builder and the command line change customers too: whatever they do raises the customer's
    revision, and then the customer is read again."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._owners: OrderedDict[Chat, str] = OrderedDict()

    def people(self, store: Store, customers: Collection[str]) -> dict[str, Known]:
        """As they are in the database, in the caller's transaction; those there are not are left out."""
        revisions = revisions_of(store, customers)
        found, missing = {}, []
        for key, revision in revisions.items():
            known = self._known.get(key)
            if known and known.revision == revision:
                found[key] = known
            else:
                missing.append(key)
        if missing:
            chats = chats_of(store, missing)
            for key, (revision, state) in load_states(store, missing).items():
                found[key] = Known(revision, state, tuple(chats[key]))
        return found

    def owners(self, store: Store, chats: Collection[Chat]) -> dict[Chat, Known]:
        """Whose chats these are, in the caller's transaction; chats of nobody are left out."""
        guessed = {chat: self._owners[chat] for chat in chats if chat in self._owners}
        people = self.people(store, set(guessed.values()))
        there = ((chat, people.get(key)) for chat, key in guessed.items())
        found = {chat: known for chat, known in there if known and chat in known.chats}
        others = set(chats) - found.keys()
        asked = owners_of(store, others) if others else {}
        people = self.people(store, set(asked.values())) if asked else {}
        return found | {chat: people[key] for chat, key in asked.items()}

    def keep(self, people: Iterable[Known]) -> None:
        """After a commit: as the database has them now."""
        for known in people:
            key = known.state.customer.id
            self._known[key] = known
            self._known.move_to_end(key)
            for chat in known.chats:
                self._owners[chat] = key
                self._owners.move_to_end(chat)
        for kept in (self._known, self._owners):
            while len(kept) > self.room:
                kept.popitem(last=False)
