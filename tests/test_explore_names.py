"""Exploration and the full name: whoever gets a first name has another full name."""

from __future__ import annotations

from typing import Any

import pytest

from tests.explore_flows import check, explored, found, names

NAMELESS = {"field": "full_name", "op": "unknown"}
ANN = {"field": "full_name", "op": "is", "value": "Ann"}


@pytest.mark.parametrize(
    "step",
    [
        ("set_field", {"field": "first_name", "how": "text", "value": "Ann"}, {"next": "two"}),
        ("question", {"text": "Your name?", "kind": "text", "save_to": "first_name"}, {"answered": "two"}),
    ],
)
def test_a_name_that_is_given_changes_the_full_name(step: Any) -> None:
    steps = {
        "one": ("condition", check(nameless=NAMELESS), {"nameless": "name"}),
        "name": step,
        "two": ("condition", check(ann=ANN), {}),
    }
    report = explored(steps)
    assert "two.ann" not in names(report.proved)
    assert "one.nameless" in found(report)


def test_what_leaves_the_name_alone_changes_nothing_of_it() -> None:
    steps = {
        "one": ("condition", check(nameless=NAMELESS), {"nameless": "city"}),
        "city": ("set_field", {"field": "city", "how": "text", "value": "Riga"}, {"next": "two"}),
        "two": ("condition", check(ann=ANN), {}),
    }
    assert "two.ann" in names(explored(steps).proved)
