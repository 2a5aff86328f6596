"""Every node type there is, found by itself: one file each, ending in one value NODE."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from flowbook.errors import UnknownNodeType
from flowbook.recall import by_identity
from flowbook.rules.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowbook.flow import Node
    from flowbook.nodetype import Exit, NodeType


@cache
def node_types() -> Mapping[str, NodeType]:
    """By type, in the order of the palette: by category, then by each category's own order."""
    from flowbook.nodetype import CATEGORIES

    found = [import_module(f"{__name__}.{module.name}").NODE for module in iter_modules(__path__)]
    found.sort(key=lambda kind: (CATEGORIES.index(kind.category), kind.order, kind.label))
    return MappingProxyType({kind.type: kind for kind in found})


@cache
def node_type(name: str) -> NodeType:
    """Raises UnknownNodeType, with the nearest name there is. A type that a draft carries along without
    knowing it has a stand-in."""
    from flowbook.unknown import is_unknown, stand_in

    kinds = node_types()
    if name in kinds:
        return kinds[name]
    if is_unknown(name):
        return stand_in(name)
    raise UnknownNodeType(f"There is no step of the type “{name}”.{did_you_mean(name, kinds)}")


@by_identity
def exits_of(node: Node) -> tuple[Exit, ...]:
    """Every way out that the step has as it is configured."""
    return node_type(node.type).exits(node.config)


@by_identity
def labels_of(node: Node) -> Mapping[str, str]:
    """What stands on each way out, by its id; empty on the only one of most steps."""
    return MappingProxyType({exit.id: exit.label for exit in exits_of(node)})
