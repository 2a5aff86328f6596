"""`flowbook init`, `new`, `import` and `export`: the data folder and its flow files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.common import PROBLEMS, AsJson, Data, complain, say, show_json
from flowbook.cli.places import one_flow
from flowbook.errors import StoreError
from flowbook.flow import Flow, Node
from flowbook.layout import arrange
from flowbook.store.folder import (
    copy_flow,
    flow_path,
    free_id,
    list_flows,
    load_flow,
    save_flow,
    save_layout,
)
from flowbook.store.samples import initialise, templates
from flowbook.writing import write_flow


def init(
    data: Data, quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing when all is well.")] = False
) -> None:
    """Make the data folder, with sample flows and customers where there are none yet. Doing it again is
    harmless."""
    initialise(data)
    if not quiet:
        say(f"{data} is ready: {len(list_flows(data))} flows.")


def new(
    title: Annotated[str, typer.Argument(help="What the flow is called.")],
    data: Data,
    template: Annotated[
        str, typer.Option(help="Start from this sample flow; `--template list` names them.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Make a new flow, empty or from a template."""
    known = {folder.name: folder for folder in templates()}
    if template == "list":
        show_json({name: str(folder) for name, folder in known.items()}) if as_json else say("\n".join(known))
        return
    if template and template not in known:
        complain(f"There is no template “{template}”. There are: {', '.join(known)}.")
        raise typer.Exit(PROBLEMS)
    flow = copy_flow(data, known[template], title) if template else _empty(data, title)
    _made(data, flow, as_json)


def import_flow(
    file: Annotated[Path, typer.Argument(help="A *.flow.json file.")],
    data: Data,
    as_json: AsJson = False,
) -> None:
    """Bring a flow file into the data folder as a new draft."""
    flow = one_flow(file)
    flow = replace(flow, id=free_id(data, flow.id))
    save_flow(data, flow)
    save_layout(data, flow.id, arrange(flow))
    _made(data, flow, as_json)


def export_flow(
    flow: Annotated[str, typer.Argument(help="The flow's id.")],
    data: Data,
    to: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
) -> None:
    """Write a flow's draft as a file."""
    text = write_flow(load_flow(data, flow))
    if to is None:
        typer.echo(text, nl=False)
        return
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{to} cannot be written: {error.strerror}.") from None
    say(f"“{flow}” is in {to}.")


def _empty(data: Path, title: str) -> Flow:
    flow = Flow(free_id(data, title), title, (Node("start", "start", "Start"),))
    save_flow(data, flow)
    save_layout(data, flow.id, arrange(flow))
    return flow


def _made(data: Path, flow: Flow, as_json: bool) -> None:
    path = flow_path(data, flow.id)
    if as_json:
        show_json({"id": flow.id, "title": flow.title, "path": str(path), "steps": len(flow.nodes)})
    else:
        say(f"“{flow.title}” is there as {flow.id}, with {len(flow.nodes)} steps: {path}")
