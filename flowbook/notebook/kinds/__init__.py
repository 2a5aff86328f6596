"""Every kind of cell there is, found by itself: one file each, ending in one value KIND."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowbook.notebook.kind import Kind


@cache
def kinds() -> Mapping[str, Kind]:
    """By name, in the order of the reference."""
    found = [import_module(f"{__name__}.{module.name}").KIND for module in iter_modules(__path__)]
    found.sort(key=lambda kind: (kind.order, kind.name))
    return MappingProxyType({kind.name: kind for kind in found})
