"""Tag: marks are put on a customer or taken off."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.events import TagAdded, TagRemoved
from flowbook.flow import Config, Node
from flowbook.nodetype import Finding, NodeType, Step, go
from flowbook.shapes import config, names_of
from flowbook.situation import Situation
from flowbook.ways import Around, Way


def _run(node: Node, situation: Situation) -> Step:
    """Only what changes is reported."""
    has = situation.customer.tags
    removed = [TagRemoved(tag) for tag in node.config.get("remove", ()) if tag in has]
    gone = {event.tag for event in removed}
    added = [TagAdded(tag) for tag in node.config.get("add", ()) if tag in gone or tag not in has]
    return go("next", *removed, *added)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    removed = (TagRemoved(tag) for tag in config.get("remove", ()))
    added = (TagAdded(tag) for tag in config.get("add", ()))
    return (Way(exit="next", effects=(*removed, *added)),)


def _check(node: Node) -> Iterable[Finding]:
    add, remove = node.config.get("add", []), node.config.get("remove", [])
    if not add and not remove:
        yield Finding("no_tag", "{step} neither adds nor removes a tag.", "add")
    for tag in sorted(set(add) & set(remove)):
        sentence = "{step} both adds and removes the tag “{tag}”. It would stay."
        yield Finding("tag_both_ways", sentence, "remove", "warning", {"tag": tag})


def _summary(config: Config) -> tuple[str, ...]:
    lines = (("+", config.get("add")), ("−", config.get("remove")))
    return tuple(f"{sign} {', '.join(tags)}" for sign, tags in lines if tags)


NODE = NodeType(
    type="tag",
    label="Tags",
    category="data",
    icon="tag",
    order=20,
    help="Puts tags on the customer and takes others off. Conditions, segments and triggers can look at "
    "them.",
    config=config(add=names_of("tag", "Add"), remove=names_of("tag", "Remove")),
    example={"add": ["lead"], "remove": ["cold"]},
    run=_run,
    check=_check,
    summary=_summary,
    ways=_ways,
)
