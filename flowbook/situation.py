"""What a node sees when its turn comes: the customer, the session, the moment. It can change none of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from msgspec import Struct

from flowbook.customer import NAMES, Customer, figures, full_name
from flowbook.flow import Flow
from flowbook.markup import Rich, compose
from flowbook.rules import Subject
from flowbook.rules.readings import zone_of
from flowbook.schedule import zone as zone_named
from flowbook.session import Session
from flowbook.templates import Template, parse, render
from flowbook.texts import spoken

if TYPE_CHECKING:
    from flowbook.setting import Setting

Text = str | Mapping[str, str]


class Situation(Struct, frozen=True):
    """`now` is an aware UTC datetime. `count` is the last running number given out; a node that sends one
    message numbers it `count + 1`, the next `count + 2`. A `newcomer` has never been heard before."""

    setting: Setting
    flow: Flow
    customer: Customer
    session: Session
    now: datetime
    count: int = 0
    newcomer: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The customer's time zone, else the flow's, else the workspace's; one that does not exist is passed
        over, since customers and files may say anything."""
        return _first_zone(self.customer.timezone, self.flow.timezone, self.setting.workspace.timezone)

    @property
    def language(self) -> str:
        return self.customer.language or self.flow.languages[0]

    def value(self, name: str) -> Any:
        """What a text or a rule reads by this name; None where there is nothing."""
        if "." in name:
            if name.startswith(("session.", "event.", "answer.")):
                return self.session.variables.get(name.removeprefix("session."))
            if name.startswith("orders."):
                return figures(self.customer, self.now.astimezone(self.zone)).get(name)
        if name == "today":
            return self.now.astimezone(self.zone).date().isoformat()
        if name == "full_name":
            return full_name(*map(self.customer.fields.get, NAMES))
        return self.customer.fields.get(name)

    def write(self, text: Text) -> Rich:
        """The text in the customer's language with its fields filled in."""
        chosen, language = spoken(text, self.language, self.flow.languages[0])
        return compose(chosen, self.value, language)

    def plain(self, text: Text) -> str:
        return self.write(text).plain

    def raw(self, text: Text) -> str:
        """The text with its fields filled in and nothing in it taken for a mark: for ids, values and
        headers."""
        chosen, language = spoken(text, self.language, self.flow.languages[0])
        return render(chosen, self.value, language)

    def address(self, text: str) -> str:
        """An address with its fields filled in and encoded, so that no value can change where it leads; a
        field that it begins with is taken for an address itself."""
        first, *rest = parse(text).parts or ("",)
        encoded = render(Template(tuple(rest)), self.value, escape=partial(quote, safe=""))
        return render(Template((first,)), self.value).strip() + encoded

    def subject(self) -> Subject:
        """The customer as conditions see them."""
        workspace = self.setting.workspace
        return Subject(self.customer, self.now, str(self.zone), self.session.variables, workspace.segments)


@lru_cache(maxsize=4096)
def _first_zone(own: str, flow: str, workspace: str) -> ZoneInfo:
    return zone_named(zone_of(own, zone_of(flow, workspace)))
