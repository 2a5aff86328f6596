"""All commands of `python -m flowbook`, and how their errors end: a sentence and an exit code."""

from __future__ import annotations

import sys

import typer

from flowbook.cli import (
    backups,
    bots,
    checking,
    customers,
    diffing,
    doctor,
    exploring,
    files,
    jupyter,
    nodes,
    rehearsing,
    releases,
    talking,
    testing,
)
from flowbook.cli.common import UNREADABLE, complain
from flowbook.errors import FlowbookError

app = typer.Typer(
    name="flowbook",
    help="Flows for Telegram bots: check them, talk to them, publish them. "
    "Exit codes: 0 fine, 1 problems found, 2 unreadable input.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("init")(files.init)
app.command("new")(files.new)
app.command("import")(files.import_flow)
app.command("export")(files.export_flow)
app.command("check")(checking.check_flows)
app.command("test")(testing.play_notebooks)
app.command("explore")(exploring.explore_flows)
app.command("jupyter")(jupyter.export_jupyter)
app.command("diff")(diffing.show_difference)
app.command("simulate")(talking.simulate)
app.command("publish")(releases.publish_flow)
app.command("rehearse")(rehearsing.show_rehearsal)
app.command("rollback")(releases.roll_back)
app.command("releases")(releases.show_releases)
app.command("nodes")(nodes.show_nodes)
app.command("doctor")(doctor.examine)
app.command("backup")(backups.make_backup)
app.command("restore")(backups.restore_backup)
app.add_typer(bots.app, name="bots")
app.add_typer(customers.app, name="customers")


def main() -> None:
    """Errors of Flowbook's own become one sentence on standard error and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except FlowbookError as error:
        complain(str(error))
        raise SystemExit(UNREADABLE) from None
