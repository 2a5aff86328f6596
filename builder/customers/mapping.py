"""Which column of a list is which field: guessed from its name, corrected by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import JaroWinkler

from builder.texts import _
from flowbook.workspace import Workspace, declared

ALIKE = 0.92
"""From this likeness on a name is taken for a misspelling of another."""
KNOWN_AS = {
    "first_name": "name firstname givenname forename имя անուն სახელი vardas імя",
    "last_name": "lastname surname familyname фамилия ազգանուն გვარი pavardė прізвище",
    "username": "telegram nick nickname login",
    "phone": "tel telephone mobile cell phonenumber телефон հեռախոս ტელეფონი telefonas мобильный",
    "email": "mail emailaddress почта эл",
    "city": "town place город քաղաք ქალაქი miestas місто",
    "birthday": "birthdate dateofbirth dob born днр деньрождения датарождения ծննդյան gimtadienis",
    "language": "lang locale язык լեզու ენა kalba мова",
    "timezone": "tz zone часовойпояс",
    "tags": "tag labels label метки теги",
    "stage": "status pipeline этап стадия",
    "id": "customerid clientid",
}


def targets(workspace: Workspace) -> dict[str, str]:
    """What a column can become: name -> label, those that are in no profile last."""
    fields = {one.name: one.label for one in declared(workspace).values()}
    return {**fields, "tags": _("Tags"), "stage": _("Stage"), "id": _("Id")}


def guess(names: Iterable[str], workspace: Workspace) -> dict[str, str]:
    """Column -> field, empty where nothing fits; no field is taken twice."""
    calls = _calls(workspace)
    found: dict[str, str] = {}
    for name in names:
        found[name] = _best(_bare(name), calls, set(found.values()))
    return found


def _best(bare: str, calls: dict[str, set[str]], taken: set[str]) -> str:
    free = {field: called for field, called in calls.items() if field not in taken}
    exact = next((field for field, called in free.items() if bare in called), "")
    if exact or len(bare) < 4:
        return exact
    scored = [
        (JaroWinkler.similarity(bare, one), field)
        for field, called in free.items()
        for one in called
        if len(one) > 3
    ]
    score, field = max(scored, default=(0.0, ""))
    return field if score >= ALIKE else ""


def _calls(workspace: Workspace) -> dict[str, set[str]]:
    return {
        name: {_bare(name), _bare(label), *map(_bare, KNOWN_AS.get(name, "").split())}
        for name, label in targets(workspace).items()
    }


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
