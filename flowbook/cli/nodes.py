"""`flowbook nodes`: the node types there are."""

from __future__ import annotations

from typing import Annotated

import typer

from flowbook.cli.common import AsJson, say, show_json
from flowbook.nodes import node_types
from flowbook.reference import reference
from flowbook.schema import flow_schema


def show_nodes(
    as_json: AsJson = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the whole reference, docs/nodes.md.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a flow file.")] = False,
) -> None:
    """List the node types, print their reference, or the schema of a flow file."""
    if schema:
        show_json(flow_schema())
    elif markdown:
        typer.echo(reference(), nl=False)
    elif as_json:
        show_json([_row(name) for name in node_types()])
    else:
        for kind in node_types().values():
            say(f"{kind.type:16} {kind.category:10} {kind.label}: {kind.help}")


def _row(name: str) -> dict[str, object]:
    kind = node_types()[name]
    return {
        "type": kind.type,
        "label": kind.label,
        "category": kind.category,
        "help": kind.help,
        "config": kind.config,
        "example": kind.example,
    }
