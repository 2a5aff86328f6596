"""A flow from its file: strict, with the place and a sentence for whatever is wrong."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flowbook.errors import UnknownNodeType, UnreadableFile
from flowbook.flow import Config, Flow, Node
from flowbook.nodes import node_types
from flowbook.schema import config_faults, envelope_faults
from flowbook.strict import read_json
from flowbook.unknown import is_unknown, wrapped
from flowbook.upgrades import upgrade


@lru_cache(maxsize=16)
def read_flow(text: str, *, path: str = "", carry: bool = False) -> Flow:
    """Raises UnreadableFile for the first fault found. With `carry` steps of unknown types are carried along
    unread (flowbook/unknown.py): right for drafts, which must not lose what a newer Flowbook wrote.

    The same text gives the very same flow: a page asks for its draft in several places."""
    return flow_from_json(read_json(text, path=path), path=path, carry=carry)


def flow_from_json(data: Any, *, path: str = "", carry: bool = False) -> Flow:
    """Raises UnreadableFile; a flow that comes back has configs valid by their types' schemas and ids that
    are unique. It may still have problems: those are the checks' business."""
    if not isinstance(data, dict):
        raise UnreadableFile("A flow is an object with a title and nodes.", path=path)
    data = upgrade(data, path=path)
    for place, sentence in envelope_faults(data):
        raise UnreadableFile(sentence, path=path, place=place)
    nodes = tuple(_node(item, f"nodes[{i}]", path, carry) for i, item in enumerate(data["nodes"]))
    _refuse_doubled(nodes, path)
    return _flow(data, nodes)


def read_kept(text: str) -> Flow:
    """What `read_flow` has read before it was kept, word for word; whoever keeps it answers for that. The
    schemas, whose library takes 6 MiB, are not asked again. Raises UnreadableFile where this program is too
    old for it."""
    data = upgrade(read_json(text))
    for place, item in enumerate(data["nodes"]):
        if item["type"] not in node_types():
            sentence = f"There is no step of the type “{item['type']}”."
            raise UnreadableFile(sentence, place=f"nodes[{place}].type")
    return _flow(data, tuple(_plain(item, item["type"], item.get("config", {})) for item in data["nodes"]))


def _flow(data: dict[str, Any], nodes: tuple[Node, ...]) -> Flow:
    return Flow(
        id=data["id"],
        title=data["title"],
        nodes=nodes,
        about=data.get("about", ""),
        languages=tuple(data.get("languages", ("en",))),
        timezone=data.get("timezone", ""),
        expires_days=data.get("expires_days", 30),
    )


def _node(data: dict[str, Any], place: str, path: str, carry: bool) -> Node:
    kind, config = data["type"], data.get("config", {})
    if carry and kind not in node_types():
        return _plain(data, *wrapped(data))
    try:
        if is_unknown(kind):
            raise UnknownNodeType(f"There is no step of the type “{kind}”.")
        for where, sentence in config_faults(data["type"], config):
            spot = f"{place}.config.{where}" if where else f"{place}.config"
            raise UnreadableFile(f"In the step “{data['title']}”: {sentence}", path=path, place=spot)
    except UnknownNodeType as error:
        raise UnreadableFile(str(error), path=path, place=f"{place}.type") from None
    return _plain(data, kind, config)


def _plain(data: dict[str, Any], kind: str, config: Config) -> Node:
    return Node(data["id"], kind, data["title"], config, data.get("exits", {}), data.get("note", ""))


def _refuse_doubled(nodes: tuple[Node, ...], path: str) -> None:
    seen: set[str] = set()
    for number, node in enumerate(nodes):
        if node.id in seen:
            sentence = f"The id “{node.id}” stands twice; each step needs its own."
            raise UnreadableFile(sentence, path=path, place=f"nodes[{number}].id")
        seen.add(node.id)
