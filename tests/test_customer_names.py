"""What a customer is called: of first and last name what is known, with no space too many."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from flowbook.customer import Customer, full_name

NOW = datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": "Rūta", "last_name": "Upelytė"}, "Rūta Upelytė"),
        ({"first_name": "Gabija"}, "Gabija"),
        ({"last_name": " Upelytė "}, "Upelytė"),
        ({"first_name": " ", "last_name": ""}, None),
        ({"first_name": ["Ann"], "last_name": 3}, None),
        ({"full_name": "Dr Rūta Upelytė", "first_name": "Rūta"}, "Dr Rūta Upelytė"),
        ({}, None),
    ],
)
def test_a_full_name_is_what_is_known_of_it(fields: dict[str, Any], name: str | None) -> None:
    assert full_name(*(fields.get(one) for one in ("full_name", "first_name", "last_name"))) == name
    assert Customer("c7", NOW, fields).name == (name or "c7")
