"""Problems that several node types look for in their rows: two of them that cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flowbook.asking import title_of
from flowbook.nodetype import Finding

Rows = Sequence[Mapping[str, Any]]


def same_labels(rows: Rows, field: str, what: str) -> Iterator[Finding]:
    """`what` names the rows, such as buttons; the finding stands at the later one."""
    seen: set[str] = set()
    for place, row in enumerate(rows):
        label = title_of(row.get("label", "")).strip()
        if label and label.casefold() in seen:
            sentence = "Two {what} of {step} say “{label}”. People could not tell them apart."
            values = {"what": what, "label": label}
            yield Finding(f"same_{field}", sentence, f"{field}.{place}.label", values=values)
        seen.add(label.casefold())


def same_ids(rows: Rows, field: str, what: str, taken: Iterable[str] = ()) -> Iterator[Finding]:
    """Ids name exits, so each needs its own, and none may be one of `taken`, which the type gives itself."""
    seen = set(taken)
    for place, row in enumerate(rows):
        name = row.get("id")
        if name in seen:
            sentence = "Two {what} of {step} have the id “{id}”; each needs its own."
            yield Finding("same_ids", sentence, f"{field}.{place}.id", values={"what": what, "id": name})
        if name:
            seen.add(name)
