"""All that can be expected after an act, by the key it is written with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flowbook.notebook.expectation import Expectation
from flowbook.notebook.expectations import facts, happenings, places, said

EXPECTATIONS: Mapping[str, Expectation] = MappingProxyType(
    {one.name: one for module in (said, places, facts, happenings) for one in module.EXPECTATIONS}
)
